import { callNotice } from './call-notices.ts'
import type { Access } from './access.ts'
import type { CallSettings } from './call-settings.ts'
import type { Chat } from './chat.ts'
import type { Invitation } from './invitation.ts'
import type { Problems } from './problems.ts'
import type { ShownReactions } from './shown-reactions.ts'
import type { Voice } from './voice.ts'
import type { GroupCall, JoinProgress, Participant } from '../../index.ts'
import type { ProgressState } from '../model/state.ts'

export interface CurrentCallInit {
  settings: Pick<CallSettings, 'iceServers' | 'name'>
  access: Pick<Access, 'keeper' | 'people' | 'peer'>
  voice: Pick<Voice, 'handOver' | 'playback' | 'state' | 'useCall'>
  chat: Pick<Chat, 'add' | 'clear'>
  invitation: Pick<Invitation, 'clear' | 'forget'>
  reactions: Pick<ShownReactions, 'clear' | 'show'>
  problems: Pick<Problems, 'leave' | 'report' | 'resolve'>
  /** Gives up joining */
  signal: AbortSignal
  emit(type: 'participant:join' | 'participant:leave', participant: Participant): void
  /** Called when the call has ended, with the reason unless the user has left */
  onEnd(err?: Error): void
  onChange(): void
}

/**
 * The page's one call, from the join to its end: passes its events on
 */
export class CurrentCall {
  private readonly init: CurrentCallInit
  private current?: GroupCall
  private steps: ProgressState[] = []
  private failure?: Error
  private difference = 0

  constructor (init: CurrentCallInit) {
    this.init = init
  }

  /** Undefined before the join and after the end */
  get call (): GroupCall | undefined {
    return this.current
  }

  /** The steps of the join so far; the last one is in progress */
  get progress (): ProgressState[] {
    return this.steps
  }

  /** How many ms the clock of this device is ahead of the others' */
  get clockDifference (): number {
    return this.difference
  }

  get participants (): Participant[] {
    return this.current?.participants ?? []
  }

  /** Forgets what was shown of the last call */
  clear (): void {
    this.steps = []
    this.init.chat.clear()
    this.init.reactions.clear()
    this.init.invitation.clear()
  }

  /**
   * Joins the call, which stops the lobby
   *
   * @throws {Error} if the join fails
   */
  async enter (): Promise<GroupCall | undefined> {
    const { access: { keeper, people, peer }, settings: { iceServers, name }, signal, voice } = this.init

    if (peer == null || keeper == null) {
      return
    }

    const call = peer.services.calls.create(keeper.group, {
      microphone: async options => voice.handOver(options),
      name,
      muted: voice.state.muted,
      contacts: people?.contacts,
      addresses: [...keeper.addresses],
      ticket: keeper.ticket,
      expires: keeper.expires,
      tickets: () => keeper.tickets,
      updateGroup: async change => keeper.update(change),
      iceServers
    })

    this.current = call
    voice.useCall(call)
    this.listen(call)
    this.listenToGroup(call)
    await call.join({ signal })

    return call
  }

  /** Releases a call that has ended, or couldn't be joined */
  forget (): void {
    this.current = undefined
    this.failure = undefined
    this.difference = 0
  }

  private listen (call: GroupCall): void {
    const { chat, emit, onChange, onEnd, problems, reactions, voice: { playback } } = this.init

    call.addEventListener('state', ({ detail }) => {
      if (detail === 'ended' && this.current === call) {
        onEnd(this.failure)
      }
    })
    call.addEventListener('progress', ({ detail }) => { this.onProgress(detail) })
    call.addEventListener('participant:join', ({ detail }) => {
      emit('participant:join', detail)
      onChange()
    })
    call.addEventListener('participant:leave', ({ detail }) => {
      playback.remove(detail)
      problems.leave(detail.publicKey)
      emit('participant:leave', detail)
      onChange()
    })
    call.addEventListener('identity:changed', ({ detail: { participant } }) => {
      // it may have been audible before it had this name
      playback.remove(participant)
      onChange()
    })
    call.addEventListener('track', ({ detail: { participant } }) => { playback.add(participant) })
    call.addEventListener('message', ({ detail: { participant: { publicKey, name }, text } }) => {
      chat.add({ from: publicKey, name, text, own: false })
      onChange()
    })
    call.addEventListener('reaction', ({ detail: { participant: { publicKey }, reaction } }) => {
      reactions.show(publicKey, reaction)
      onChange()
    })
    call.addEventListener('problem', ({ detail: { participant, error } }) => {
      if (participant == null) {
        this.failure = error
      } else if (!isAbsence(error)) {
        problems.report(error, participant)
      }
    })
    call.addEventListener('clock', ({ detail: { difference } }) => {
      this.difference = difference
      onChange()
    })

    call.addEventListener('participant:update', ({ detail: { linkState, publicKey } }) => {
      if (linkState === 'connected') {
        problems.resolve(publicKey)
      }

      onChange()
    })

    for (const event of ['quality', 'limit', 'microphone'] as const) {
      call.addEventListener(event, () => { onChange() })
    }
  }

  private listenToGroup (call: GroupCall): void {
    const { access, invitation, onChange, problems } = this.init

    call.addEventListener('group', ({ detail }) => {
      access.keeper?.keep(detail)
      onChange()
    })
    call.addEventListener('ticket', ({ detail }) => {
      access.keeper?.removeTicket(detail)
      invitation.forget(detail)
      onChange()
    })
    call.addEventListener('alarm', ({ detail: { resolved } }) => { problems.report(callNotice(resolved ? 'TwoRostersError' : 'UnrelatedRosterError')) })
    call.addEventListener('apart', () => { problems.report(callNotice('SeparateCallError')) })
    call.addEventListener('denied', ({ detail: { name, publicKey, reason } }) => {
      if (reason === 'newer-version' || reason === 'older-version') {
        problems.report(callNotice(`VersionNotice:${reason}`), { publicKey, name })
      }
    })
    call.addEventListener('takeover', () => { problems.report(callNotice('TakeoverNotice')) })

    for (const event of ['knock', 'knock:end'] as const) {
      call.addEventListener(event, () => { onChange() })
    }
  }

  private onProgress ({ step, at, problem }: JoinProgress): void {
    this.steps = [...this.steps.filter(known => known.step !== step), { step, at, problem }]
    this.init.onChange()
  }
}

/** Returns whether somebody has merely gone away: the screen shows that without a notice */
function isAbsence ({ name, reason }: Error & { reason?: string }): boolean {
  return name === 'LinkFailedError' && reason === 'absent'
}
