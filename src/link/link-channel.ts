import { END_TIMEOUT, MAX_CHANNEL_BUFFER } from './limits.ts'
import type { Logger } from '@libp2p/interface'

/** The stream id of the data channel, which is negotiated without RFC 8832 */
const CHANNEL_ID = 0

/** The last message of a participant that leaves the call. DTLS proves who sent it, so it needs no signature */
const GOODBYE = 'bye'

/** The last message if only the link ends */
const END = 'end'

export interface LinkChannelInit {
  channel: RTCDataChannel
  onOpen(): void
  /** Called when anything arrives */
  onHeard(): void
  onMessage(bytes: Uint8Array): void
  onGoodbye(): void
  log: Logger
}

/** Creates the data channel of a link; both ends do */
export function createChannel (connection: RTCPeerConnection): RTCDataChannel {
  return connection.createDataChannel('groupcall', { negotiated: true, id: CHANNEL_ID })
}

/**
 * The data channel of a link: bytes in both directions, heartbeats, and a last
 * message.
 *
 * In Node, a channel that the remote end closes while we send may crash the process
 * (node-webrtc checks that it is open, then waits for the thread that closes it). So
 * the end that closes a link announces it, neither end sends anything after the last
 * message, and the connection is closed once the remote end has closed its own, has
 * announced the same, or has had time to receive the message.
 */
export class LinkChannel {
  private readonly init: LinkChannelInit
  private readonly channel: RTCDataChannel
  /** According to events: in Node, reading the channel's state waits for another thread */
  private opened = false
  /** Either end has sent its last message */
  private over = false
  /** The remote end no longer sends anything, or there is no need to wait for it */
  private settled = false
  private onEnd?: () => void
  private endTimer?: ReturnType<typeof setTimeout>

  constructor (init: LinkChannelInit) {
    this.init = init
    this.channel = init.channel
    this.channel.binaryType = 'arraybuffer'
    this.channel.onopen = () => {
      this.opened = true
      init.onOpen()
    }
    this.channel.onclose = () => { this.onClosed() }
    this.channel.onmessage = event => { this.onMessage(event.data) }
  }

  get open (): boolean {
    return this.opened && !this.over
  }

  /** Sends a heartbeat, which is an empty text. One that would have to wait in the buffer says nothing */
  beat (): void {
    this.put('', 0)
  }

  /** Returns false if the bytes can't be sent */
  send (bytes: Uint8Array): boolean {
    return this.put(bytes.slice())
  }

  /** Returns false if it can't be sent */
  sayGoodbye (): boolean {
    return this.sayLast(GOODBYE)
  }

  /** Stops sending and reporting; `onEnd` is called once the connection may be closed */
  end (onEnd: () => void): void {
    this.channel.onopen = null
    this.onEnd = onEnd
    this.sayLast(END)

    if (this.opened && !this.settled) {
      // if both ends share this thread, it may have kept the remote end waiting: one more turn
      this.endTimer = setTimeout(() => { this.endTimer = setTimeout(() => { this.finish() }, 0) }, END_TIMEOUT)
    } else {
      this.finish()
    }
  }

  /** Skips the last message: nobody is at the remote end, or the wrong peer */
  cut (): void {
    this.over = true
    this.settled = true
  }

  private finish (): void {
    clearTimeout(this.endTimer)
    this.channel.onclose = null
    this.channel.onmessage = null
    this.onEnd?.()
    this.onEnd = undefined
  }

  private onClosed (): void {
    this.opened = false

    if (this.onEnd != null) {
      this.finish()
    }
  }

  /** Returns false if it can't be sent */
  private sayLast (text: string): boolean {
    const sent = this.put(text)
    this.over = true

    return sent
  }

  private onMessage (data: unknown): void {
    const last = data === GOODBYE || data === END

    if (last) {
      this.over = true
      this.settled = true
    }

    if (this.onEnd != null) {
      if (last) {
        this.finish()
      }

      return
    }

    this.init.onHeard()

    if (data === GOODBYE) {
      this.init.onGoodbye()
    } else if (data instanceof ArrayBuffer) {
      // heartbeats are empty texts
      this.init.onMessage(new Uint8Array(data))
    }
  }

  /**
   * Returns false if the channel isn't open, or more than `limit` bytes are queued
   * in it. In Node it may have been closed on another thread without having said so.
   */
  private put (data: string | Uint8Array<ArrayBuffer>, limit: number = MAX_CHANNEL_BUFFER): boolean {
    if (!this.open || this.channel.bufferedAmount > limit) {
      return false
    }

    try {
      // TypeScript has an overload for each type
      this.channel.send(data as string)

      return true
    } catch (err) {
      this.init.log('could not send - %e', err)

      return false
    }
  }
}
