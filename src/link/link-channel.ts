import { END_TIMEOUT, MAX_CHANNEL_BUFFER } from './limits.ts'
import { LivenessMonitor } from './liveness.ts'
import type { LinkLimits } from './limits.ts'
import type { Liveness } from './liveness.ts'
import type { Logger } from '@libp2p/interface'

/** The stream id of the negotiated data channel (RFC 8832 is not needed for it) */
const CHANNEL_ID = 0

/** The last text over a data channel: one leaves the call. It needs no signature: DTLS says whose channel it is */
const GOODBYE = 'bye'

/** The same when only the link ends */
const END = 'end'

export interface LinkChannelInit {
  connection: RTCPeerConnection
  limits: LinkLimits
  /** Monotonic time in ms */
  now(): number
  onOpen(): void
  /** Something came, whatever it is */
  onHeard(): void
  onMessage(bytes: Uint8Array): void
  onGoodbye(): void
  /** Returns false when nothing may go over it any more; asked before each heartbeat */
  mayBeat(): boolean
  onLiveness(liveness: Liveness): void
  log: Logger
}

/**
 * The data channel of a link: bytes both ways, heartbeats, and a last word.
 *
 * In Node, a channel that the other end closes while something is put into it may end
 * the process (node-webrtc looks whether it is open, then waits for the thread that
 * closes it). So who ends a link says so first, neither end puts anything into the
 * channel behind the last word, and the connection is closed when the other end has
 * closed its own, has said the same, or has had the time to hear it.
 */
export class LinkChannel {
  private readonly init: LinkChannelInit
  private readonly channel: RTCDataChannel
  /** As the events tell: in Node, asking the channel waits for another thread */
  private opened = false
  /** A last word was said, by whichever end */
  private over = false
  /** The other end puts nothing into it any more, or is not to be waited for */
  private settled = false
  private onEnd?: () => void
  private endTimer?: ReturnType<typeof setTimeout>
  private liveness?: LivenessMonitor
  private heartbeatTimer?: ReturnType<typeof setInterval>

  constructor (init: LinkChannelInit) {
    this.init = init
    this.channel = init.connection.createDataChannel('groupcall', { negotiated: true, id: CHANNEL_ID })
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

  /** Whether {@link startHeartbeat} was called */
  get beating (): boolean {
    return this.liveness != null
  }

  /** Begins to send heartbeats, and to listen for those of the other end */
  startHeartbeat (): void {
    const { limits, now } = this.init

    this.liveness = new LivenessMonitor(now(), limits)
    this.heartbeatTimer = setInterval(() => { this.beat() }, limits.heartbeatInterval)
    this.beat()
  }

  /** Returns false when the bytes cannot go */
  send (bytes: Uint8Array): boolean {
    return this.put(bytes.slice())
  }

  /** Returns false when it cannot go */
  sayGoodbye (): boolean {
    return this.sayLast(GOODBYE)
  }

  /** Nothing is sent or told of any more; `onEnd` is called once the connection may be closed */
  end (onEnd: () => void): void {
    clearInterval(this.heartbeatTimer)
    this.channel.onopen = null
    this.onEnd = onEnd
    this.sayLast(END)

    if (this.opened && !this.settled) {
      // who shares this thread with the other end may have kept it from hearing: once around
      this.endTimer = setTimeout(() => { this.endTimer = setTimeout(() => { this.finish() }, 0) }, END_TIMEOUT)
    } else {
      this.finish()
    }
  }

  /** No word is said to the other end, or waited for: nobody is there, or somebody who should not be */
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

  /** Returns false when it cannot go */
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

    this.liveness?.markAlive(this.init.now())
    this.init.onHeard()

    if (data === GOODBYE) {
      this.init.onGoodbye()
    } else if (data instanceof ArrayBuffer) {
      // a heartbeat is an empty text: it says all by coming
      this.init.onMessage(new Uint8Array(data))
    }
  }

  private beat (): void {
    if (!this.init.mayBeat()) {
      return
    }

    // one that would wait says nothing
    this.put('', 0)
    this.init.onLiveness(this.liveness?.tick(this.init.now()) ?? 'alive')
  }

  /**
   * Returns false when the channel is not open, or more bytes than `limit` wait in it.
   * In Node it may have closed on another thread although it still says that it is not.
   */
  private put (data: string | Uint8Array<ArrayBuffer>, limit: number = MAX_CHANNEL_BUFFER): boolean {
    if (!this.open || this.channel.bufferedAmount > limit) {
      return false
    }

    try {
      // the two are one to the channel, but overloads to TypeScript
      this.channel.send(data as string)

      return true
    } catch (err) {
      this.init.log('not sent - %e', err)

      return false
    }
  }
}
