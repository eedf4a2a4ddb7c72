import { TypedEventEmitter } from 'main-event'
import { Access } from './access.ts'
import { needsAnotherPeer } from './call-settings.ts'
import { Chat } from './chat.ts'
import { coalesce } from './coalesce.ts'
import { CurrentCall } from './current-call.ts'
import { Devices } from './devices.ts'
import { endingOf } from './ending.ts'
import { Invitation } from './invitation.ts'
import { MicrophoneWatch } from './microphone-watch.ts'
import { painted } from './painted.ts'
import { Preferences } from './preferences.ts'
import { Problems } from './problems.ts'
import { ScreenActions } from './screen-actions.ts'
import { ScreenState } from './screen-state.ts'
import { ShownReactions } from './shown-reactions.ts'
import { Unlocking } from './unlocking.ts'
import { Voice } from './voice.ts'
import type { CallSettings } from './call-settings.ts'
import type { GroupCall, Lobby, Participant } from '../../index.ts'
import type { CallScreenActions, CallScreenState, Ending, Phase } from '../model/state.ts'

/** ms between redraws of the levels */
const LEVEL_INTERVAL = 100

/** ms between redraws at most: when many people connect at once, a page that draws each step has no time to connect them */
const CHANGE_PAUSE = 50

export interface CallFlowInit {
  /** The link, or its fragment */
  invite: string
  settings: CallSettings
}

export interface CallFlowEvents {
  /** The state has changed */
  change: CustomEvent<void>
  'participant:join': CustomEvent<Participant>
  'participant:leave': CustomEvent<Participant>
  phase: CustomEvent<Phase>
  /** The settings have changed so much that the next call needs another flow */
  outdated: CustomEvent<void>
}

/**
 * Takes the user of a page through a call: the lobby, the call and its end
 */
export class CallFlow extends TypedEventEmitter<CallFlowEvents> {
  /** What views can do */
  readonly actions: CallScreenActions

  private readonly settings: CallSettings
  private readonly devices: Devices
  private readonly voice: Voice
  private readonly microphoneWatch: MicrophoneWatch
  private readonly unlocking: Unlocking
  private readonly problems: Problems
  private readonly access: Access
  private readonly current: CurrentCall
  private readonly screen: ScreenState
  private readonly stopped = new AbortController()
  private phase: Phase = 'loading'
  /** Whether the settings have changed too much for another call of this flow */
  private outdated = false
  private lobby?: Lobby
  private ending?: Ending
  private levelTimer?: ReturnType<typeof setInterval>
  /** For what others in the call do */
  private readonly change = coalesce(() => { this.tell() }, CHANGE_PAUSE)
  /** For what the user or the page around us does */
  private readonly changeNow = coalesce(() => { this.tell() }, 0)

  constructor ({ invite, settings }: CallFlowInit) {
    super()

    this.settings = settings
    this.onPageHide = this.onPageHide.bind(this)
    const { signal } = this.stopped
    const onChange = this.changeNow

    this.devices = new Devices(() => {
      this.microphoneWatch.onDevices()
      onChange()
    })
    this.voice = new Voice({ devices: this.devices, onChange, onProblem: err => { this.problems.report(err) } })
    this.microphoneWatch = new MicrophoneWatch({ devices: this.devices, voice: this.voice })
    this.unlocking = new Unlocking(() => { this.onUnlocking() })
    this.problems = new Problems(onChange)
    this.access = new Access({
      invite,
      settings,
      unlocking: this.unlocking,
      signal,
      onChange,
      onProblem: err => { this.problems.report(err) }
    })
    const parts = { access: this.access, voice: this.voice, problems: this.problems, chat: new Chat(), reactions: new ShownReactions(), invitation: new Invitation() }
    this.current = new CurrentCall({
      ...parts,
      settings,
      signal,
      emit: (type, detail) => { this.safeDispatchEvent(type, { detail }) },
      onEnd: err => { this.end(err) },
      onChange: this.change
    })
    const shown = { ...parts, current: this.current, devices: this.devices, preferences: new Preferences(onChange), unlocking: this.unlocking }
    this.screen = new ScreenState({ ...shown, settings })
    this.actions = new ScreenActions({ ...shown, onJoin: () => { this.join() }, onLeave: () => { this.leave() }, onAgain: () => { this.again() }, onChange })
  }

  /** What the screen shows, as plain data */
  get state (): CallScreenState {
    return this.screen.update({ phase: this.phase, lobby: this.lobby, ending: this.ending })
  }

  /** The call itself, for pages that do more with it than this screen */
  get groupCall (): GroupCall | undefined {
    return this.current.call
  }

  /** Loads libp2p, enters the network and shows who is in the call */
  async start (): Promise<void> {
    window.addEventListener('pagehide', this.onPageHide)
    this.devices.start()

    try {
      await this.voice.start(await this.access.open())
      await this.microphoneWatch.start()
      await this.enterLobby()
    } catch (err: any) {
      if (!this.stopped.signal.aborted) {
        this.end(err)
      }
    }
  }

  /**
   * Uses other settings. They never end a call: it goes on with what can't be changed in
   * it, and what needs another peer in the network applies to the next one.
   */
  configure (settings: CallSettings): void {
    const { bootstrap, identityPath, relayOnly } = this.settings
    const renamed = settings.name !== this.settings.name

    this.outdated ||= needsAnotherPeer(this.settings, settings)
    Object.assign(this.settings, settings, { bootstrap, identityPath, relayOnly })

    if (renamed) {
      this.current.call?.rename(settings.name)
    }

    if (this.outdated && (this.phase === 'loading' || this.phase === 'passphrase' || this.phase === 'lobby')) {
      this.safeDispatchEvent('outdated')
    } else {
      this.changeNow()
    }
  }

  /** Leaves the call and closes everything. Idempotent. */
  async stop (): Promise<void> {
    this.stopped.abort()
    this.unlocking.cancel()
    clearInterval(this.levelTimer)
    window.removeEventListener('pagehide', this.onPageHide)
    this.devices.stop()
    this.microphoneWatch.stop()
    await Promise.all([this.current.call?.leave(), this.lobby?.stop(), this.access.people?.contacts.settled()])
    await this.voice.stop()
    await this.access.peer?.stop()
  }

  private join (): void {
    if (this.phase === 'lobby' && this.lobby?.full !== true) {
      this.enterCall().catch(err => {
        // a user who has left meanwhile knows why the join failed
        if (this.current.call?.state !== 'leaving' && this.phase !== 'ended') {
          this.end(err)
        }
      })
    }
  }

  /** Only until there is a call, which ends by itself */
  private leave (): void {
    if (this.phase === 'joining') {
      this.end()
    }
  }

  private again (): void {
    if (this.phase !== 'ended') {
      return
    }

    if (this.outdated) {
      this.safeDispatchEvent('outdated')
    } else {
      this.ending = undefined
      this.current.forget()
      this.problems.clear()

      if (this.access.peer == null) {
        this.start().catch(err => { this.end(err) })
      } else {
        this.actions.retryMicrophone()
        this.enterLobby().catch(err => { this.end(err) })
      }
    }
  }

  private onUnlocking (): void {
    if (this.unlocking.state != null) {
      this.setPhase('passphrase')
    } else if (this.phase === 'passphrase') {
      this.setPhase('loading')
    }
  }

  private async enterLobby (): Promise<void> {
    const { peer, keeper } = this.access
    const { signal } = this.stopped

    if (peer == null || keeper == null || signal.aborted) {
      return
    }

    keeper.keep()
    this.lobby = await peer.services.calls.look(keeper.group, { name: this.settings.name, addresses: [...keeper.addresses], signal })
    this.lobby.addEventListener('change', this.change)
    this.levelTimer ??= setInterval(this.change, LEVEL_INTERVAL)
    this.setPhase('lobby')
  }

  private async enterCall (): Promise<void> {
    this.current.clear()
    this.voice.playback.allowSound()
    this.setPhase('joining')
    await painted()

    // the user may have left, or closed the page, meanwhile
    if (this.phase !== 'joining' || this.stopped.signal.aborted) {
      return
    }

    const call = await this.current.enter()

    if (call?.state !== 'ended') {
      this.setPhase('call')
    }
  }

  /** On pagehide: tells the others immediately */
  private onPageHide (): void {
    this.current.call?.leave({ immediately: true }).catch(() => {
      // nobody is left to tell
    })
  }

  private end (err?: Error): void {
    this.current.forget()
    this.ending = endingOf(err)
    this.voice.leaveCall()
    this.setPhase('ended')
  }

  private tell (): void {
    this.safeDispatchEvent('change')
  }

  private setPhase (phase: Phase): void {
    if (this.phase !== phase) {
      this.phase = phase
      this.safeDispatchEvent('phase', { detail: phase })
    }

    this.changeNow()
  }
}
