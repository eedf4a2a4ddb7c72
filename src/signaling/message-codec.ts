import { multiaddr } from '@multiformats/multiaddr'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { decodeRoster, encodeRoster, MAX_NAME_BYTES } from '../group/index.ts'
import { MAX_ADDRESS_BYTES, MAX_ADDRESSES, MAX_CANDIDATE_LENGTH, MAX_CANDIDATES, MAX_CHAT_BYTES, MAX_PRESENCES } from './limits.ts'
import { SESSION_BYTES } from './local-session.ts'
import { BadMessageError } from './messages.ts'
import { Content, Presence as PresencePB } from './pb/signal.ts'
import type { Envelope, ParticipantState, Presence, RefuseReason, SignalMessage, SignedPresence } from './messages.ts'
import type { Description as DescriptionPB, SignedPresence as SignedPresencePB, State as StatePB } from './pb/signal.ts'
import type { LinkState } from '../link/link-state.ts'
import type { DtlsSetup, SessionParameters } from '../link/session-parameters.ts'

/** The wire numbers are the positions, from 1 */
const SETUPS: DtlsSetup[] = ['actpass', 'active', 'passive']
const LINK_STATES: LinkState[] = ['new', 'connecting', 'connected', 'reconnecting', 'closed']
const REFUSALS: RefuseReason[] = ['full', 'not-a-member', 'expired']

const KEY_BYTES = 32
const CALL_ID_BYTES = 16
const SIGNATURE_BYTES = 64
const encoder = new TextEncoder()

type Bytes = Uint8Array<ArrayBuffer>

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
    ...encodeMessage(message)
  })
}

function encodeMessage (message: SignalMessage): Partial<Content> {
  switch (message.type) {
    case 'join':
      return { join: { state: stateToPB(message.state), ticket: optionalBytes(message.ticket), expires: BigInt(message.expires ?? 0) } }
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
    case 'links':
      return { links: { links: message.links.map(({ participant, state }) => ({ participant: hexToBytes(participant), state: LINK_STATES.indexOf(state) + 1 })) } }
    case 'present':
      return { present: { presences: message.presences.map(signedToPB) } }
    case 'roster':
      return { roster: { roster: toBytes(encodeRoster(message.roster)), secret: optionalBytes(message.secret) } }
    case 'knock':
      return { knock: { presence: signedToPB(message.presence), ticket: optionalBytes(message.ticket) } }
    case 'wait':
      return { wait: { owners: message.owners } }
    case 'stale':
      return { stale: { presence: signedToPB(message.presence) } }
    case 'apart':
      return { apart: { callId: hexToBytes(message.callId), participants: message.participants } }
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
      welcome: { presences: MAX_PRESENCES, informed: MAX_PRESENCES },
      offer: { candidates: MAX_CANDIDATES },
      answer: { candidates: MAX_CANDIDATES },
      candidates: { candidates: MAX_CANDIDATES },
      links: { links: MAX_PRESENCES },
      present: { presences: MAX_PRESENCES },
      refuse: { presences: MAX_PRESENCES }
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
    message: decodeMessage(pb)
  }
}

function decodeMessage (pb: Content): SignalMessage {
  const found: SignalMessage[] = []

  if (pb.join != null) {
    const { ticket, expires } = pb.join
    found.push({ type: 'join', state: decodeState(pb.join.state), ...optional('ticket', ticket), ...(expires === 0n ? {} : { expires: safeNumber(expires) }) })
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
    found.push({ type: 'restart' })
  }

  if (pb.chat != null) {
    found.push({ type: 'chat', text: limited(pb.chat.text, MAX_CHAT_BYTES) })
  }

  if (pb.links != null) {
    found.push({ type: 'links', links: pb.links.links.map(({ participant, state }) => ({ participant: hex(participant, KEY_BYTES), state: named(LINK_STATES, state) })) })
  }

  if (pb.look != null) {
    found.push({ type: 'look' })
  }

  if (pb.present != null) {
    found.push({ type: 'present', presences: pb.present.presences.map(decodePresence) })
  }

  if (pb.roster != null) {
    found.push({ type: 'roster', roster: decodeRoster(pb.roster.roster), ...optional('secret', pb.roster.secret) })
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

  check(found.length === 1)

  return found[0]
}

/** Returns the bytes of a presence that are signed */
export function encodePresence (presence: Presence): Uint8Array {
  return PresencePB.encode({
    publicKey: hexToBytes(presence.publicKey),
    session: hexToBytes(presence.session),
    sessionKey: toBytes(presence.sessionKey),
    addresses: presence.addresses.slice(0, MAX_ADDRESSES).map(address => toBytes(address.bytes)),
    name: presence.name
  })
}

function decodePresence (signed?: SignedPresencePB): SignedPresence {
  check(signed != null)

  const { presence: bytes, signature, sessionSignature } = signed as SignedPresencePB
  const pb = PresencePB.decode(bytes, { limits: { addresses: MAX_ADDRESSES } })
  check(equals(PresencePB.encode(pb), bytes))

  return {
    publicKey: hex(pb.publicKey, KEY_BYTES),
    session: hex(pb.session, SESSION_BYTES),
    sessionKey: sized(pb.sessionKey, KEY_BYTES),
    addresses: pb.addresses.map(address => {
      check(address.byteLength <= MAX_ADDRESS_BYTES)

      return multiaddr(address)
    }),
    name: limited(pb.name, MAX_NAME_BYTES),
    signed: { presence: bytes, signature: sized(signature, SIGNATURE_BYTES), sessionSignature: sized(sessionSignature, SIGNATURE_BYTES) }
  }
}

function decodeState (pb?: StatePB): ParticipantState {
  check(pb != null)

  const { name, rosterVersion, ...state } = pb as StatePB

  return { ...state, name: limited(name, MAX_NAME_BYTES), rosterVersion: safeNumber(rosterVersion) }
}

function stateToPB (state: ParticipantState): StatePB {
  return { ...state, rosterVersion: BigInt(state.rosterVersion) }
}

/** Proofs and secrets are 32 bytes */
function optional<Name extends string> (name: Name, bytes?: Bytes): { [Key in Name]?: Uint8Array } {
  return bytes == null ? {} : { [name]: sized(bytes, KEY_BYTES) } as { [Key in Name]?: Uint8Array }
}

function optionalBytes (bytes?: Uint8Array): Bytes | undefined {
  return bytes == null ? undefined : toBytes(bytes)
}

function safeNumber (value: bigint): number {
  check(value <= BigInt(Number.MAX_SAFE_INTEGER))

  return Number(value)
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

function signedToPB ({ signed: { presence, signature, sessionSignature } }: SignedPresence): SignedPresencePB {
  return { presence: toBytes(presence), signature: toBytes(signature), sessionSignature: toBytes(sessionSignature) }
}

function descriptionToPB (description: SessionParameters): DescriptionPB {
  return { ...description, fingerprint: toBytes(description.fingerprint), setup: SETUPS.indexOf(description.setup) + 1 }
}

function check (condition: boolean): void {
  if (!condition) {
    throw new BadMessageError('malformed')
  }
}

function sized (bytes: Bytes, length: number): Bytes {
  check(bytes.byteLength === length)

  return bytes
}

function hex (bytes: Uint8Array, length: number): string {
  check(bytes.byteLength === length)

  return toString(bytes, 'base16')
}

function hexToBytes (digits: string): Bytes {
  return toBytes(fromString(digits, 'base16'))
}

function toBytes (bytes: Uint8Array): Bytes {
  return bytes.buffer instanceof ArrayBuffer ? bytes as Bytes : Uint8Array.from(bytes)
}

function limited (text: string, maxBytes: number): string {
  check(text.length <= maxBytes && encoder.encode(text).byteLength <= maxBytes)

  return text
}

function named<T> (names: T[], number: number): T {
  check(number >= 1 && number <= names.length)

  return names[number - 1]
}
