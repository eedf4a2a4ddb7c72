import { SpeakerControl } from './speaker-control.ts'
import { UnheardNotice } from './unheard-notice.ts'
import type { Devices } from './devices.ts'
import type { Engine } from './load-engine.ts'
import type { AudioProcessing, AudioSpec, GroupCall, Microphone } from '../../index.ts'
import type { SelfState } from '../model/state.ts'

export interface VoiceInit {
  devices: Pick<Devices, 'state' | 'refresh'>
  onChange(): void
  /** Called when the microphone can't be filtered as chosen; it is used without that */
  onProblem(err: Error): void
}

type MicrophoneSpec = AudioSpec & { kind: 'mic' }

/** The part of groupcall that is used here */
export type VoiceEngine = Pick<Engine, 'openMicrophone' | 'openSpeakers' | 'ListenOnlyMicrophone'>

/**
 * The user's sound: the chosen microphone, muted or not, and the playback of the others,
 * which depends on it
 */
export class Voice {
  readonly playback: SpeakerControl

  private readonly init: VoiceInit
  private readonly unheardNotice = new UnheardNotice()
  private engine?: VoiceEngine
  private microphone?: Microphone
  private call?: GroupCall
  private muted = false
  private held = false
  /** The microphone that is being opened, and a count of such attempts */
  private opening?: Promise<void>
  private attempt = 0

  constructor (init: VoiceInit) {
    this.init = init
    this.playback = new SpeakerControl(init)
  }

  get state (): Omit<SelfState, 'name' | 'publicKey' | 'handRaised' | 'reaction'> {
    const { microphone } = this

    return {
      muted: this.muted,
      held: this.held,
      deafened: this.playback.deafened,
      speaking: microphone?.speaking === true && !this.muted,
      unheard: this.unheardNotice.update({ muted: this.muted, unheard: microphone?.unheard === true }, performance.now()),
      level: microphone?.level ?? 0,
      listenOnly: microphone?.track == null ? microphone?.problem : undefined
    }
  }

  async start (engine: VoiceEngine): Promise<void> {
    this.engine = engine
    await this.playback.start(engine)
    // the lobby is shown while the browser asks the user
    this.reopen().catch(() => {
      // the state contains the reason
    })
  }

  async stop (): Promise<void> {
    this.forgetOpening()
    await Promise.all([this.playback.stop(), this.microphone?.stop()])
  }

  /** Opens the chosen microphone and uses it from now on */
  async reopen (): Promise<void> {
    const { microphone: device, processing } = this.init.devices.state

    await this.open({ kind: 'mic', device, processing })
  }

  /**
   * Filters the microphone as chosen
   *
   * @throws {VoiceFilterError}
   */
  async applyFilters (): Promise<void> {
    const { noiseSuppression, activation } = this.init.devices.state.filters

    await this.microphone?.setFilters({ noiseSuppression, activation: activation ?? undefined })
    this.init.onChange()
  }

  /**
   * Returns the microphone for a call, which releases it at the end. The browser may
   * still be asking the user, and the user may choose another microphone meanwhile.
   */
  async handOver (options: { signal?: AbortSignal } = {}): Promise<Microphone> {
    const aborted = Promise.withResolvers<never>()
    const abort = (): void => { aborted.reject(options.signal?.reason) }
    options.signal?.addEventListener('abort', abort, { once: true })

    try {
      while (this.microphone == null) {
        options.signal?.throwIfAborted()
        await Promise.race([this.opening ?? this.reopen(), aborted.promise])
      }

      return this.microphone
    } finally {
      options.signal?.removeEventListener('abort', abort)
    }
  }

  useCall (call: GroupCall): void {
    this.call = call
  }

  leaveCall (): void {
    this.forgetOpening()
    this.call = undefined
    this.microphone = undefined
    this.held = false
    this.init.onChange()
  }

  toggleMute (): void {
    // a user who unmutes wants to hear the answer
    if (this.muted && this.playback.deafened) {
      this.playback.setDeafened(false)
    }

    this.held = false
    this.setMuted(!this.muted)
  }

  toggleDeafen (): void {
    const deafened = !this.playback.deafened

    this.held = false
    this.playback.setDeafened(deafened)
    this.setMuted(deafened)
  }

  /** Talks while a key is held, if muted */
  holdToTalk (held: boolean): void {
    this.hold(held, true)
  }

  /** Is muted while a key is held, if not muted anyway */
  holdToMute (held: boolean): void {
    this.hold(held, false)
  }

  /** Does the opposite of `usual` (muted or not) while a key is held */
  private hold (held: boolean, usual: boolean): void {
    if (this.held !== held && this.muted === (held ? usual : !usual)) {
      this.held = held
      this.setMuted(held ? !usual : usual)
    }
  }

  /** Uses the microphone that was requested last, and releases earlier ones that arrive late */
  private async open (spec: MicrophoneSpec, choose = (opened: Microphone) => opened): Promise<void> {
    const { engine } = this

    if (engine != null) {
      this.opening = this.openWith(engine, spec, ++this.attempt, choose)
      await this.opening
    }
  }

  private async openWith (engine: VoiceEngine, spec: MicrophoneSpec, attempt: number, choose: (opened: Microphone) => Microphone): Promise<void> {
    let opened = await engine.openMicrophone(spec)

    if (attempt === this.attempt && this.microphone?.track != null && !isProcessedAs(opened.track, spec.processing)) {
      // a browser may allow only one way of processing a device: a few ms of silence are better than a switch without effect
      await Promise.all([opened.stop(), this.microphone.stop()])
      opened = await engine.openMicrophone(spec)
    }

    if (attempt !== this.attempt) {
      await opened.stop()
      return
    }

    await this.use(choose(opened))
    // the microphone is allowed now, so the browser reveals the names
    this.init.devices.refresh()
  }

  private async use (microphone: Microphone): Promise<void> {
    const before = this.microphone

    this.microphone = microphone
    microphone.addEventListener('end', () => { this.onLost(microphone) })
    microphone.addEventListener('speaking:change', () => { this.init.onChange() })

    if (this.muted) {
      microphone.mute()
    }

    this.applyFilters().catch(err => { this.init.onProblem(err) })

    if (this.call != null && this.call.microphone != null) {
      await this.call.setMicrophone(microphone)
    } else {
      await before?.stop()
    }

    this.init.onChange()
  }

  /** Called when it is unplugged or no longer allowed: another microphone may be available */
  private onLost (microphone: Microphone): void {
    const { engine } = this

    if (this.microphone !== microphone || engine == null) {
      return
    }

    this.open({ kind: 'mic', processing: this.init.devices.state.processing }, other => other.track != null
      ? other
      : new engine.ListenOnlyMicrophone(other.reason ?? '', 'mic', other.problem === 'denied' ? 'denied' : 'lost'))
      .catch(() => {
        // the state contains the reason
      })
  }

  /** Cancels opening a microphone */
  private forgetOpening (): void {
    this.attempt++
    this.opening = undefined
  }

  private setMuted (muted: boolean): void {
    this.muted = muted

    if (this.call == null) {
      if (muted) {
        this.microphone?.mute()
      } else {
        this.microphone?.unmute()
      }
    } else if (muted) {
      this.call.mute()
    } else {
      this.call.unmute()
    }

    this.init.onChange()
  }
}

/** Returns whether a track is processed as chosen, as far as the browser reveals it */
function isProcessedAs (track: MediaStreamTrack | undefined, processing: AudioProcessing = {}): boolean {
  const settings = track?.getSettings() ?? {}

  return (['echoCancellation', 'noiseSuppression', 'autoGainControl'] as const)
    .every(name => processing[name] == null || settings[name] == null || settings[name] === processing[name])
}
