import type { MicrophoneSource } from './types.ts'
import type { Microphone } from '../media/index.ts'
import type { AbortOptions, Logger } from '@libp2p/interface'

export interface SharedMicrophoneInit {
  source: MicrophoneSource
  /** Whether the call goes on */
  isOpen(): boolean
  /** Every link sends the track of another microphone from now on */
  onChange(microphone: Microphone): void
  log: Logger
}

/**
 * The one microphone of all links: opened once, replaced while the call goes on, and
 * withheld from some participants
 */
export class SharedMicrophone {
  private readonly init: SharedMicrophoneInit
  private readonly aborted = new AbortController()
  /** Who is sent nothing of it, whichever it is */
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

  /** Resolves when it has opened, or another one was chosen meanwhile */
  async opened (): Promise<void> {
    await this.opening
  }

  async replace (microphone: Microphone): Promise<void> {
    const before = this.current
    this.replaced = true

    if (!this.init.isOpen()) {
      await microphone.stop()
      return
    }

    this.use(microphone)
    await before?.stop()
  }

  /** What a participant is to be sent now */
  trackFor (participant: string): MediaStreamTrack | undefined {
    return this.withheld.has(participant) ? undefined : this.current?.track ?? this.readyTrack()
  }

  withhold (participant: string): void {
    this.withheld.add(participant)
  }

  /** Returns false when nothing was withheld */
  release (participant: string): boolean {
    return this.withheld.delete(participant)
  }

  /** Lets go of it, also of one that is still being opened */
  async stop (): Promise<void> {
    this.aborted.abort()
    await this.opening?.catch(err => { this.init.log('the microphone did not open - %e', err) })
    await this.current?.stop()
  }

  private async openSource (options: AbortOptions): Promise<void> {
    const { source } = this.init
    const signal = options.signal == null ? this.aborted.signal : AbortSignal.any([options.signal, this.aborted.signal])
    const microphone = typeof source === 'function' ? await source({ signal }) : source

    // somebody may have left, or chosen another one, while it opened
    if (!this.init.isOpen() || this.replaced) {
      await microphone.stop()
      return
    }

    this.use(microphone)
  }

  private use (microphone: Microphone): void {
    this.current = microphone
    this.init.onChange(microphone)
  }

  /** A microphone that was open before the call began needs no waiting for */
  private readyTrack (): MediaStreamTrack | undefined {
    return typeof this.init.source === 'function' || this.replaced ? undefined : this.init.source.track
  }
}
