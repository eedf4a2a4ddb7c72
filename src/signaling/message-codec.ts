import { equals } from 'uint8arrays/equals'
import { decodeLink, decodeRoster, encodeLink, encodeRoster, MAX_LINKS, MAX_NAME_BYTES } from '../group/index.ts'
import { check, hex, hexToBytes, KEY_BYTES, limited, named, optional, optionalBytes, safeNumber, sized, toBytes } from './field-values.ts'
import { MAX_CANDIDATE_LENGTH, MAX_CANDIDATES, MAX_CARRIED, MAX_CHAT_BYTES, MAX_EMOJI_BYTES, MAX_PRESENCES } from './limits.ts'
import { SESSION_BYTES } from './local-session.ts'
import { Content } from './pb/signal.ts'
import { decodePresence, signedToPB } from './presence-codec.ts'
import { REACTIONS } from './reaction-kinds.ts'
import type { CarryStep, Envelope, ParticipantState, RefuseReason, RosterMessage, SignalMessage } from './messages.ts'
import type { Description as DescriptionPB, RosterUpdate as RosterUpdatePB, State as StatePB } from './pb/signal.ts'
import type { LinkState } from '../link/link-state.ts'
import type { DtlsSetup, SessionParameters } from '../link/session-parameters.ts'
import type { Quality } from '../link/statistics.ts'

/** The wire numbers are the positions, from 1 */
const SETUPS: DtlsSetup[] = ['actpass', 'active', 'passive']
const LINK_STATES: LinkState[] = ['new', 'connecting', 'connected', 'reconnecting', 'closed']
const REFUSALS: RefuseReason[] = ['full', 'not-a-member', 'expired']
const QUALITIES: Quality[] = ['good', 'fair', 'poor']
const CARRY_STEPS: CarryStep[] = ['ask', 'offer', 'begin', 'stop']

/** Messages that may come from another call, and so name the participants of the sender's */
const NAMING_OTHERS: Array<SignalMessage['type']> = ['join', 'welcome', 'offer', 'restart']

const CALL_ID_BYTES = 16

/**
 * Returns the bytes of an envelope that are signed
 */
export function encodeContent (envelope: Envelope): Uint8Array {
  const message = envelope.message

  return Content.encode({
    callId: hexToBytes(envelope.callId),
    sender: hexToBytes(envelope.sender),
    senderSession: hexToBytes(envelope.senderSession),
    senderSessionKey: toBytes(envelope.senderSessionKey),
    recipientSessionKey: toBytes(envelope.recipientSessionKey),
    recipient: envelope.recipient == null ? undefined : hexToBytes(envelope.recipient),
    recipientSession: envelope.recipientSession == null ? undefined : hexToBytes(envelope.recipientSession),
    sequence: envelope.sequence,
    introduction: envelope.introduction == null ? undefined : signedToPB(envelope.introduction),
    others: 'others' in message ? (message.others ?? []).map(hexToBytes) : [],
    // the first version isn't written, so that a message has only one encoding
    version: envelope.version === 1 ? 0 : envelope.version,
    ...encodeMessage(message)
  })
}

function encodeMessage (message: SignalMessage): Partial<Content> {
  switch (message.type) {
    case 'join':
      return { join: { state: stateToPB(message.state), ticket: optionalBytes(message.ticket), expires: BigInt(message.expires ?? 0), offer: message.offer == null ? undefined : descriptionToPB(message.offer) } }
    case 'welcome':
      return { welcome: { presences: message.presences.map(signedToPB), informed: message.informed.map(hexToBytes), state: stateToPB(message.state) } }
    case 'offer':
      return { offer: descriptionToPB(message.parameters) }
    case 'answer':
      return { answer: descriptionToPB(message.parameters) }
    case 'refuse':
      return {
        refuse: {
          reason: REFUSALS.indexOf(message.reason) + 1,
          presences: (message.presences ?? []).map(signedToPB),
          state: message.state == null ? undefined : stateToPB(message.state)
        }
      }
    case 'state':
      return { state: stateToPB(message.state) }
    case 'candidates':
      return { candidates: { usernameFragment: message.usernameFragment, candidates: message.candidates } }
    case 'chat':
      return { chat: { text: message.text } }
    case 'hand':
      return { hand: { raised: message.raised } }
    case 'reaction':
      return { reaction: { emoji: message.reaction ?? '' } }
    case 'links':
      return {
        links: {
          links: message.links.map(({ participant, state, quality }) => ({ participant: hexToBytes(participant), state: LINK_STATES.indexOf(state) + 1, quality: quality == null ? 0 : QUALITIES.indexOf(quality) + 1 })),
          carried: (message.carried ?? []).map(pair => hexToBytes(pair.join(''))),
          time: message.time == null ? undefined : BigInt(message.time)
        }
      }
    case 'carry':
      return { carry: { participant: hexToBytes(message.participant), step: CARRY_STEPS.indexOf(message.step) + 1 } }
    case 'speaking':
      return { speaking: { speaking: message.speaking } }
    case 'present':
      return { present: { presences: message.presences.map(signedToPB) } }
    case 'roster':
      return {
        roster: {
          roster: message.roster == null ? undefined : toBytes(encodeRoster(message.roster)),
          secret: optionalBytes(message.secret),
          links: (message.links ?? []).map(link => toBytes(encodeLink(link))),
          oldest: BigInt(message.oldest ?? 0)
        }
      }
    case 'knock':
      return { knock: { presence: signedToPB(message.presence), ticket: optionalBytes(message.ticket) } }
    case 'wait':
      return { wait: { owners: message.owners } }
    case 'stale':
      return { stale: { presence: signedToPB(message.presence) } }
    case 'apart':
      return { apart: { callId: hexToBytes(message.callId), participants: message.participants } }
    case 'restart':
      return { restart: { fresh: message.fresh } }
    case 'extension':
      return { extension: new Uint8Array(0) }
    default:
      return { [message.type]: {} }
  }
}

/**
 * Decodes the signed bytes of an envelope
 *
 * @throws {BadMessageError} for everything that this version wouldn't have written
 * itself: unknown or repeated fields, wrong lengths, text that isn't UTF-8, too many of
 * anything
 */
export function decodeContent (bytes: Uint8Array): Envelope {
  const pb = Content.decode(bytes, {
    limits: {
      others: MAX_PRESENCES,
      welcome: { presences: MAX_PRESENCES, informed: MAX_PRESENCES },
      offer: { candidates: MAX_CANDIDATES },
      answer: { candidates: MAX_CANDIDATES },
      candidates: { candidates: MAX_CANDIDATES },
      links: { links: MAX_PRESENCES, carried: MAX_CARRIED },
      present: { presences: MAX_PRESENCES },
      refuse: { presences: MAX_PRESENCES },
      roster: { links: MAX_LINKS }
    }
  })

  // a message has only one encoding: reject what the decoder would forgive
  check(equals(Content.encode(pb), bytes))

  return {
    callId: hex(pb.callId, CALL_ID_BYTES),
    sender: hex(pb.sender, KEY_BYTES),
    senderSession: hex(pb.senderSession, SESSION_BYTES),
    senderSessionKey: sized(pb.senderSessionKey, KEY_BYTES),
    recipientSessionKey: sized(pb.recipientSessionKey, KEY_BYTES),
    recipient: pb.recipient == null ? undefined : hex(pb.recipient, KEY_BYTES),
    recipientSession: pb.recipientSession == null ? undefined : hex(pb.recipientSession, SESSION_BYTES),
    sequence: pb.sequence,
    introduction: pb.introduction == null ? undefined : decodePresence(pb.introduction),
    ...(pb.version === 0 ? {} : { version: pb.version }),
    message: withOthers(decodeMessage(pb), pb.others)
  }
}

function decodeMessage (pb: Content): SignalMessage {
  const found: SignalMessage[] = []

  if (pb.join != null) {
    const { ticket, expires, offer } = pb.join
    // no address leaves before its recipient is known
    check(offer == null || offer.candidates.length === 0)
    found.push({
      type: 'join',
      state: decodeState(pb.join.state),
      ...optional('ticket', ticket),
      ...(expires === 0n ? {} : { expires: safeNumber(expires) }),
      ...(offer == null ? {} : { offer: decodeDescription(offer) })
    })
  }

  if (pb.welcome != null) {
    found.push({ type: 'welcome', presences: pb.welcome.presences.map(decodePresence), informed: pb.welcome.informed.map(key => hex(key, KEY_BYTES)), state: decodeState(pb.welcome.state) })
  }

  if (pb.offer != null) {
    found.push({ type: 'offer', parameters: decodeDescription(pb.offer) })
  }

  if (pb.answer != null) {
    found.push({ type: 'answer', parameters: decodeDescription(pb.answer) })
  }

  if (pb.candidates != null) {
    found.push({ type: 'candidates', ...pb.candidates, candidates: pb.candidates.candidates.map(decodeCandidate) })
  }

  if (pb.leave != null) {
    found.push({ type: 'leave' })
  }

  if (pb.refuse != null) {
    found.push({
      type: 'refuse',
      reason: named(REFUSALS, pb.refuse.reason),
      ...(pb.refuse.presences.length === 0 ? {} : { presences: pb.refuse.presences.map(decodePresence) }),
      ...(pb.refuse.state == null ? {} : { state: decodeState(pb.refuse.state) })
    })
  }

  if (pb.state != null) {
    found.push({ type: 'state', state: decodeState(pb.state) })
  }

  if (pb.restart != null) {
    found.push({ type: 'restart', fresh: pb.restart.fresh })
  }

  if (pb.chat != null) {
    found.push({ type: 'chat', text: limited(pb.chat.text, MAX_CHAT_BYTES) })
  }

  if (pb.hand != null) {
    found.push({ type: 'hand', raised: pb.hand.raised })
  }

  if (pb.reaction != null) {
    const emoji = limited(pb.reaction.emoji, MAX_EMOJI_BYTES)
    const reaction = REACTIONS.find(known => known === emoji)
    found.push({ type: 'reaction', ...(reaction == null ? {} : { reaction }) })
  }

  if (pb.links != null) {
    const { links, carried, time } = pb.links
    found.push({
      type: 'links',
      links: links.map(({ participant, state, quality }) => ({ participant: hex(participant, KEY_BYTES), state: named(LINK_STATES, state), ...(quality === 0 ? {} : { quality: named(QUALITIES, quality) }) })),
      ...(carried.length === 0 ? {} : { carried: carried.map(pair => [hex(pair.subarray(0, KEY_BYTES), KEY_BYTES), hex(pair.subarray(KEY_BYTES), KEY_BYTES)]) }),
      // `NetworkClock` ignores impossible values
      ...(time == null ? {} : { time: Number(time) })
    })
  }

  if (pb.carry != null) {
    found.push({ type: 'carry', participant: hex(pb.carry.participant, KEY_BYTES), step: named(CARRY_STEPS, pb.carry.step) })
  }

  if (pb.speaking != null) {
    found.push({ type: 'speaking', speaking: pb.speaking.speaking })
  }

  if (pb.look != null) {
    found.push({ type: 'look' })
  }

  if (pb.present != null) {
    found.push({ type: 'present', presences: pb.present.presences.map(decodePresence) })
  }

  if (pb.roster != null) {
    found.push(decodeRosterUpdate(pb.roster))
  }

  if (pb.knock != null) {
    found.push({ type: 'knock', presence: decodePresence(pb.knock.presence), ...optional('ticket', pb.knock.ticket) })
  }

  if (pb.wait != null) {
    found.push({ type: 'wait', owners: pb.wait.owners })
  }

  if (pb.stale != null) {
    found.push({ type: 'stale', presence: decodePresence(pb.stale.presence) })
  }

  if (pb.apart != null) {
    found.push({ type: 'apart', callId: hex(pb.apart.callId, CALL_ID_BYTES), participants: pb.apart.participants })
  }

  if (found.length === 0 && pb.extension != null) {
    return { type: 'extension' }
  }

  check(found.length === 1)

  return found[0]
}

function withOthers (message: SignalMessage, others: Uint8Array[]): SignalMessage {
  check(others.length === 0 || NAMING_OTHERS.includes(message.type))

  return others.length === 0 ? message : { ...message, others: others.map(key => hex(key, KEY_BYTES)) } as SignalMessage
}

function decodeRosterUpdate ({ roster, secret, links, oldest }: RosterUpdatePB): RosterMessage {
  check(roster != null || links.length > 0)

  return {
    type: 'roster',
    ...(roster == null ? {} : { roster: decodeRoster(roster) }),
    ...optional('secret', secret),
    ...(links.length === 0 ? {} : { links: links.map(decodeLink) }),
    ...(oldest === 0n ? {} : { oldest: safeNumber(oldest) })
  }
}

function decodeState (pb?: StatePB): ParticipantState {
  check(pb != null)

  const { name, rosterVersion, rosterHash, ...state } = pb as StatePB

  return { ...state, name: limited(name, MAX_NAME_BYTES), rosterVersion: safeNumber(rosterVersion), ...optional('rosterHash', rosterHash) }
}

function stateToPB (state: ParticipantState): StatePB {
  return { ...state, rosterVersion: BigInt(state.rosterVersion), rosterHash: optionalBytes(state.rosterHash) }
}

function decodeDescription (pb: DescriptionPB): SessionParameters {
  return {
    ...pb,
    fingerprint: sized(pb.fingerprint, KEY_BYTES),
    setup: named(SETUPS, pb.setup),
    candidates: pb.candidates.map(decodeCandidate)
  }
}

function decodeCandidate (candidate: string): string {
  check(candidate.length <= MAX_CANDIDATE_LENGTH)

  return candidate
}

function descriptionToPB (description: SessionParameters): DescriptionPB {
  return { ...description, fingerprint: toBytes(description.fingerprint), setup: SETUPS.indexOf(description.setup) + 1 }
}
