import type { CallState, JoinStep } from '../../index.ts'
import type { CallEvent, OwnStatus, ParticipantStatus } from '../call/events.ts'

/** The state of a process of the demo, from what it printed */
export interface Member {
  readonly name: string
  readonly publicKey?: string
  readonly state: CallState | 'starting' | 'died'
  readonly step?: 'starting' | JoinStep
  readonly self?: OwnStatus
  readonly safetyCode?: string
  /** Its status of everyone who has ever been in the call with it, by public key */
  readonly others: Readonly<Record<string, ParticipantStatus>>
  /** The last problem that it reported */
  readonly problem?: string
}

export function createMember (name: string): Member {
  return { name, state: 'starting', others: {} }
}

/** Returns the member after another event */
export function nextMember (member: Member, event: CallEvent): Member {
  switch (event.type) {
    case 'identity':
      return { ...member, publicKey: event.publicKey }
    case 'progress':
      return { ...member, step: event.step, problem: event.problem ?? member.problem }
    case 'state':
      return { ...member, state: event.state }
    case 'problem':
      return { ...member, problem: event.message }
    case 'participant:join':
    case 'participant:update':
    case 'participant:leave':
      return { ...member, others: { ...member.others, [event.participant.publicKey]: event.participant } }
    case 'status':
      return { ...member, self: event.self, safetyCode: event.safetyCode, state: event.state, others: { ...member.others, ...byKey(event.participants) } }
    case 'end':
      // the final status of each participant, measured over the whole call
      return { ...member, state: 'ended', others: { ...member.others, ...byKey(event.participants) } }
    default:
      return member
  }
}

/** Returns whether everybody is in the call and connected to everybody else */
export function allTogether (members: Member[]): boolean {
  return members.every(member => member.state === 'active' && members.every(other =>
    other === member || (other.publicKey != null && member.others[other.publicKey]?.linkState === 'connected')))
}

/** Returns participants that the demo didn't start, with the names of those that hear them */
export function guests (members: Member[]): Array<{ participant: ParticipantStatus, heardBy: string[] }> {
  const own = new Set(members.map(({ publicKey }) => publicKey))
  const found = new Map<string, { participant: ParticipantStatus, heardBy: string[] }>()

  for (const member of members) {
    for (const participant of Object.values(member.others)) {
      if (own.has(participant.publicKey) || participant.linkState === 'closed') {
        continue
      }

      const guest = found.get(participant.publicKey) ?? { participant, heardBy: [] }

      if (participant.heard) {
        guest.heardBy.push(member.name)
      }

      found.set(participant.publicKey, guest)
    }
  }

  return [...found.values()]
}

function byKey (participants: ParticipantStatus[]): Record<string, ParticipantStatus> {
  return Object.fromEntries(participants.map(participant => [participant.publicKey, participant]))
}
