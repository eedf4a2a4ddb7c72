import { makeInviteLink } from './invite-link.ts'
import { keepOrder } from './keep-order.ts'
import { Matrix } from './matrix.ts'
import { makeMembersState } from './members-state.ts'
import { currentPermission, notificationsState } from './notification-permission.ts'
import { makeParticipantState } from './participant-state.ts'
import type { Access } from './access.ts'
import type { CallSettings } from './call-settings.ts'
import type { Chat } from './chat.ts'
import type { CurrentCall } from './current-call.ts'
import type { Devices } from './devices.ts'
import type { Invitation } from './invitation.ts'
import type { Preferences } from './preferences.ts'
import type { Problems } from './problems.ts'
import type { ShownReactions } from './shown-reactions.ts'
import type { Unlocking } from './unlocking.ts'
import type { Voice } from './voice.ts'
import type { Lobby, Participant } from '../../index.ts'
import type { CallScreenState, Ending, LobbyState, ParticipantState, PersonState, Phase } from '../model/state.ts'

/** The state while libp2p is loading */
const NO_BANDWIDTH = { uploadKbps: 0, downloadKbps: 0, totalKbps: 0, participantCount: 1, warning: false }

export interface ScreenStateInit {
  settings: Pick<CallSettings, 'bootstrap' | 'inviteBase' | 'name'>
  access: Pick<Access, 'engine' | 'identity' | 'keeper' | 'people'>
  current: Pick<CurrentCall, 'call' | 'clockDifference' | 'participants' | 'progress'>
  unlocking: Pick<Unlocking, 'state'>
  invitation: Pick<Invitation, 'choice' | 'expires' | 'ticket'>
  devices: Pick<Devices, 'state'>
  voice: Pick<Voice, 'playback' | 'state'>
  chat: Pick<Chat, 'messages' | 'unread'>
  preferences: Pick<Preferences, 'state'>
  problems: Pick<Problems, 'list'>
  reactions: Pick<ShownReactions, 'of'>
}

/** How far the user has come in a call */
export interface Stage {
  phase: Phase
  lobby?: Lobby
  ending?: Ending
}

/**
 * Turns a session into plain data for the views. It remembers what was shown before,
 * so that things don't move on the screen.
 */
export class ScreenState {
  private readonly init: ScreenStateInit
  private readonly matrix = new Matrix()
  private shownKnocks: PersonState[] = []
  private shownParticipants: Participant[] = []

  constructor (init: ScreenStateInit) {
    this.init = init
  }

  /** Returns the current screen */
  update ({ phase, lobby, ending }: Stage): CallScreenState {
    const { access: { engine, identity, keeper, people }, chat, current, devices, invitation, preferences, problems, reactions, settings, unlocking, voice } = this.init
    const { bootstrap, inviteBase: { base, reach } } = settings
    const { call } = current
    const participants = this.participants
    const lobbyState = makeLobbyState(lobby)
    const count = (phase === 'lobby' ? lobbyState.participants.length : participants.length) + 1
    const name = call?.name ?? settings.name
    const publicKey = identity?.publicKey ?? ''

    return {
      phase,
      passphrase: unlocking.state,
      group: {
        name: keeper?.group.name ?? '',
        invite: makeInviteLink({ engine, keeper, invitation, bootstrap, participants, base }),
        reach,
        choice: invitation.choice
      },
      self: { name, publicKey, handRaised: call?.handRaised === true, reaction: reactions.of(publicKey), ...voice.state },
      kept: people?.kept ?? true,
      lobby: lobbyState,
      progress: current.progress,
      participants: participants.map(participant => this.participantState(participant)),
      members: keeper == null ? undefined : makeMembersState(keeper.group, { publicKey, name }, participants),
      knocks: this.knocks,
      devices: devices.state,
      preferences: preferences.state,
      reactions: engine?.REACTIONS ?? [],
      notifications: notificationsState(preferences.state.notifications, currentPermission()),
      messages: chat.messages,
      unread: chat.unread,
      matrix: this.matrix.update({ publicKey, name }, participants, performance.now(), call?.carries),
      safetyCode: participants.length === 0 ? '' : call?.safetyCode ?? '',
      soundBlocked: voice.playback.blocked,
      bandwidth: engine?.estimateBandwidth(count) ?? NO_BANDWIDTH,
      clockDifference: current.clockDifference,
      problems: problems.list,
      ending
    }
  }

  private participantState (participant: Participant): ParticipantState {
    const { access: { people }, reactions, voice: { playback } } = this.init
    const { carrier, publicKey } = participant

    return {
      ...makeParticipantState(participant, playback.volumeOf(publicKey), people?.numberOf(publicKey) ?? '', this.shownParticipants.find(other => other.publicKey === carrier)),
      reaction: reactions.of(publicKey)
    }
  }

  /** Keeps everybody in the same place: a newer session of somebody would otherwise come last */
  private get participants (): Participant[] {
    this.shownParticipants = keepOrder(this.shownParticipants, this.init.current.participants)

    return this.shownParticipants
  }

  /** Keeps a person who knocks again in the same place, so that nobody admits the wrong person */
  private get knocks (): PersonState[] {
    this.shownKnocks = keepOrder(this.shownKnocks, this.init.current.call?.knocks ?? [])

    return this.shownKnocks
  }
}

function makeLobbyState (lobby?: Lobby): LobbyState {
  return lobby == null
    ? { looking: true, participants: [], full: false }
    : { looking: lobby.looking, participants: [...lobby.participants], full: lobby.full, problem: lobby.problem }
}
