import type { MicrophoneSource } from './types.ts'
import type { Microphone } from '../media/index.ts'
import type { AbortOptions, Logger } from '@libp2p/interface'

export interface SharedMicrophoneInit {
  source: MicrophoneSource
  /** Whether the call is still going on */
  isOpen(): boolean
  /** Returns the track that a participant gets instead of the microphone's, if any */
  mixFor(participant: string): MediaStreamTrack | undefined
  /** Called when all links should send the track of another microphone */
  onChange(microphone: Microphone): void
  /** Called when all links should send another track of the same microphone */
  onTrack(microphone: Microphone): void
  log: Logger
}

/**
 * The microphone that all links share: opened once, replaced during the call, and
 * withheld from some participants
 */
export class SharedMicrophone {
  private readonly init: SharedMicrophoneInit
  private readonly aborted = new AbortController()
  /** Participants that must not receive it */
  private readonly withheld = new Set<string>()
  private current?: Microphone
  private opening?: Promise<void>
  private replaced = false

  constructor (init: SharedMicrophoneInit) {
    this.init = init
  }

  get microphone (): Microphone | undefined {
    return this.current
  }

  open (options: AbortOptions): void {
    this.opening = this.openSource(options)
  }

  /** Resolves when the microphone is open, or was replaced meanwhile */
  async opened (): Promise<void> {
    await this.opening
  }

  async replace (microphone: Microphone): Promise<void> {
    const previous = this.current
    this.replaced = true

    if (!this.init.isOpen()) {
      await microphone.stop()
      return
    }

    this.use(microphone)
    await previous?.stop()
  }

  /** Returns the track to send to a participant now */
  trackFor (participant: string): MediaStreamTrack | undefined {
    return this.withheld.has(participant) ? undefined : this.init.mixFor(participant) ?? this.current?.track ?? this.readyTrack()
  }

  withhold (participant: string): void {
    this.withheld.add(participant)
  }

  /** Returns false if it wasn't withheld */
  release (participant: string): boolean {
    return this.withheld.delete(participant)
  }

  /** Stops the microphone, even while it is still being opened */
  async stop (): Promise<void> {
    this.aborted.abort()
    await this.opening?.catch(err => { this.init.log('could not open the microphone - %e', err) })
    await this.current?.stop()
  }

  private async openSource (options: AbortOptions): Promise<void> {
    const { source } = this.init
    const signal = options.signal == null ? this.aborted.signal : AbortSignal.any([options.signal, this.aborted.signal])
    const microphone = typeof source === 'function' ? await source({ signal }) : source

    // the call may have been left, or another microphone chosen, while it opened
    if (!this.init.isOpen() || this.replaced) {
      await microphone.stop()
      return
    }

    this.use(microphone)
  }

  private use (microphone: Microphone): void {
    this.current = microphone
    microphone.addEventListener('track:change', () => {
      if (this.current === microphone) {
        this.init.onTrack(microphone)
      }
    })
    this.init.onChange(microphone)
  }

  /** A microphone that was open before the call can be used at once */
  private readyTrack (): MediaStreamTrack | undefined {
    return typeof this.init.source === 'function' || this.replaced ? undefined : this.init.source.track
  }
}
