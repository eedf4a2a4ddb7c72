import { askPermission } from './notification-permission.ts'
import type { Access } from './access.ts'
import type { Chat } from './chat.ts'
import type { CurrentCall } from './current-call.ts'
import type { Devices } from './devices.ts'
import type { Invitation } from './invitation.ts'
import type { Preferences } from './preferences.ts'
import type { Problems } from './problems.ts'
import type { ShownReactions } from './shown-reactions.ts'
import type { Unlocking } from './unlocking.ts'
import type { Voice } from './voice.ts'
import type { QualityReport, Reaction } from '../../index.ts'
import type { CallScreenActions, FiltersState, InviteChoice, MembersChange, PreferencesState, ProcessingState } from '../model/state.ts'

export interface ScreenActionsInit {
  access: Pick<Access, 'engine' | 'keeper' | 'people'>
  current: Pick<CurrentCall, 'call'>
  unlocking: Pick<Unlocking, 'answer' | 'cancel'>
  invitation: Pick<Invitation, 'choose'>
  devices: Pick<Devices, 'choose' | 'state'>
  voice: Pick<Voice, 'applyFilters' | 'holdToMute' | 'holdToTalk' | 'playback' | 'reopen' | 'toggleDeafen' | 'toggleMute'>
  chat: Pick<Chat, 'add' | 'read'>
  preferences: Pick<Preferences, 'choose'>
  problems: Pick<Problems, 'dismiss' | 'report'>
  reactions: Pick<ShownReactions, 'show'>
  onJoin(): void
  /** Called when the user leaves before there is a call */
  onLeave(): void
  onAgain(): void
  onChange(): void
}

/**
 * Carries out what the user does on the screen, and shows what fails
 */
export class ScreenActions implements CallScreenActions {
  private readonly init: ScreenActionsInit

  constructor (init: ScreenActionsInit) {
    this.init = init
  }

  join (): void {
    this.init.onJoin()
  }

  leave (): void {
    const { current: { call }, onLeave } = this.init

    if (call == null) {
      onLeave()
    } else {
      this.attempt(call.leave())
    }
  }

  again (): void {
    this.init.onAgain()
  }

  unlock (passphrase: string): void {
    this.init.unlocking.answer(passphrase)
  }

  cancelUnlock (): void {
    this.init.unlocking.cancel()
  }

  trust (publicKey: string, forgetOthers: boolean): void {
    this.init.current.call?.trust(publicKey, { forgetOthers })
    this.init.onChange()
  }

  setVerified (publicKey: string, verified: boolean): void {
    this.init.access.people?.contacts.verify(publicKey, verified)
  }

  toggleMute (): void {
    this.init.voice.toggleMute()
  }

  holdToTalk (held: boolean): void {
    this.init.voice.holdToTalk(held)
  }

  holdToMute (held: boolean): void {
    this.init.voice.holdToMute(held)
  }

  toggleDeafen (): void {
    this.init.voice.toggleDeafen()
  }

  setVolume (publicKey: string, volume: number): void {
    // users who move the slider want to hear what it does
    this.init.voice.playback.changeVolume(publicKey, { volume, silenced: false })
  }

  setSilenced (publicKey: string, silenced: boolean): void {
    this.init.voice.playback.changeVolume(publicKey, { silenced })
  }

  report (): QualityReport | undefined {
    return this.init.current.call?.report()
  }

  sendMessage (text: string): void {
    const { chat, current: { call }, onChange } = this.init
    const trimmed = text.trim()

    if (call != null && trimmed !== '') {
      call.sendMessage(trimmed)
      chat.add({ from: call.publicKey, name: call.name, text: trimmed, own: true })
      onChange()
    }
  }

  setHand (raised: boolean): void {
    const { current: { call }, onChange } = this.init

    if (raised) {
      call?.raiseHand()
    } else {
      call?.lowerHand()
    }

    onChange()
  }

  react (reaction: Reaction): void {
    const { current: { call }, onChange, reactions } = this.init

    if (call?.react(reaction) === true) {
      reactions.show(call.publicKey, reaction)
      onChange()
    }
  }

  readMessages (): void {
    this.init.chat.read()
    this.init.onChange()
  }

  chooseMicrophone (microphone: string): void {
    this.init.devices.choose({ microphone })
    this.retryMicrophone()
  }

  chooseSpeaker (speaker: string): void {
    this.init.devices.choose({ speaker })
    this.init.voice.playback.useSpeaker()
  }

  setProcessing (processing: Partial<ProcessingState>): void {
    const { devices } = this.init

    devices.choose({ processing: { ...devices.state.processing, ...processing } })
    this.retryMicrophone()
  }

  setFilters (filters: Partial<FiltersState>): void {
    const { devices, voice } = this.init

    const before = devices.state.filters

    devices.choose({ filters: { ...before, ...filters } })
    this.attempt(voice.applyFilters().catch(err => {
      devices.choose({ filters: before })
      throw err
    }))
  }

  setPreferences (preferences: Partial<PreferencesState>): void {
    this.init.preferences.choose(preferences)
  }

  setNotifications (on: boolean): void {
    const { preferences } = this.init

    if (on) {
      this.attempt(askPermission().then(allowed => { preferences.choose({ notifications: allowed }) }))
    } else {
      preferences.choose({ notifications: false })
    }
  }

  retryMicrophone (): void {
    this.attempt(this.init.voice.reopen())
  }

  allowSound (): void {
    this.init.voice.playback.allowSound()
  }

  dismissProblem (id: number): void {
    this.init.problems.dismiss(id)
  }

  admit (publicKey: string): void {
    this.attempt(this.init.current.call?.admit(publicKey))
  }

  deny (publicKey: string): void {
    this.init.current.call?.deny(publicKey)
  }

  changeMembers (change: MembersChange): void {
    this.attempt(this.init.current.call?.changeRoster(change))
  }

  chooseInvite (choice: InviteChoice): void {
    const { access: { engine, keeper }, invitation, onChange } = this.init

    if (engine != null && keeper != null) {
      invitation.choose(choice, expires => {
        const ticket = engine.createTicket(expires)
        keeper.addTicket(ticket)

        return ticket
      })
      onChange()
    }
  }

  /** Shows a failure on the screen, because no caller waits for the result */
  private attempt (doing?: Promise<unknown>): void {
    doing?.catch(err => { this.init.problems.report(err) })
  }
}
