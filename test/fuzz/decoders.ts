import { generateKeyPair } from '@libp2p/crypto/keys'
import { InvalidParametersError } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { concat } from 'uint8arrays/concat'
import wavefile from 'wavefile'
import { createIdentity, encodeKeyFile, decodeKeyFile, KeyFileError } from '../../keys/index.ts'
import { Contacts, ContactsFileError, decodeContacts, encodeContacts } from '../../src/contacts/index.ts'
import { changeRoster, createGroup, createInvite, createTicket, decodeGroupFile, decodeLink, decodeRoster, deriveGroupKeys, encodeGroupFile, encodeLink, encodeRoster, GroupFileError, InviteError, parseInvite, verifyRosters } from '../../src/group/index.ts'
import { buildSdp, InvalidSdpError, isAcceptableCandidate, parseSdp } from '../../src/link/index.ts'
import { AudioFileError } from '../../src/media/index.ts'
import { ICE_ANSWER, STUN, TURN_UDP, usableIceServers } from '../../src/network/ice-services.ts'
import { encodeLength } from '../../src/network/length-prefix.ts'
import { IceServices } from '../../src/network/pb/ice-services.ts'
import { openEnvelope, sealEnvelope, signPresence } from '../../src/signaling/envelope.ts'
import { FrameDecoder } from '../../src/signaling/frame-decoder.ts'
import { BadMessageError } from '../../src/signaling/index.ts'
import { createSession } from '../../src/signaling/local-session.ts'
import { decodeContent, encodeContent } from '../../src/signaling/message-codec.ts'
import { seal } from '../../src/signaling/seal.ts'
import { readName } from '../../src/signaling/stream-name.ts'
import { memoryStreams } from '../fixtures/memory-streams.ts'
import { decodeWav } from '../fixtures/wav.ts'
import type { Roster } from '../../src/group/index.ts'
import type { SessionParameters } from '../../src/link/index.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { Envelope } from '../../src/signaling/messages.ts'

/** A decoder of input from outside */
export interface Decoder {
  name: string
  /** Valid inputs to mutate */
  samples: Uint8Array[]
  /** Errors that it may throw; any other is a fault */
  error: new (...args: any[]) => Error
  decode(bytes: Uint8Array): unknown
}

const STATE = { muted: true, listenOnly: false, name: 'Ada ☕', participants: 3, rosterVersion: 0, settled: false }
const PARAMETERS: SessionParameters = {
  sessionId: 4_611_686_018_427_387_904n,
  sessionVersion: 2n,
  usernameFragment: 'abcd',
  password: 'p'.repeat(24),
  fingerprint: new Uint8Array(32).fill(7),
  setup: 'actpass',
  payloadType: 111,
  candidates: ['candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host generation 0', 'candidate:2 1 tcp 1518280447 2001:db8::1 9 typ host tcptype active']
}

/**
 * All decoders of input from outside. Add new decoders here: the tests and
 * `npm run fuzz` fuzz them.
 */
export async function createDecoders (): Promise<Decoder[]> {
  const [identity, other, third] = await Promise.all([1, 2, 3].map(async () => createIdentity()))
  const group = createGroup({ name: 'friends', owner: identity })
  const keys = deriveGroupKeys(group)
  const process = await generateKeyPair('Ed25519')
  const sessionKey = process.publicKey.raw
  const presence = await signPresence({ publicKey: identity.publicKey, session: createSession(1), sessionKey, addresses: [], name: 'Ada' }, identity, process, keys)
  const first = createGroup({ name: 'members', owner: identity, membersOnly: true })
  const membersOnly = await changeRoster(await changeRoster(first, identity, { add: [other.publicKey], addOwners: [third.publicKey] }), identity, { remove: [other.publicKey] })
  const roster = membersOnly.roster as Roster
  const [link] = membersOnly.links ?? []
  const messages: SignalMessage[] = [
    { type: 'join', state: STATE },
    { type: 'join', state: STATE, ticket: new Uint8Array(32).fill(2), expires: 4e12 },
    { type: 'welcome', presences: [presence, presence], informed: [identity.publicKey], state: STATE },
    { type: 'offer', parameters: PARAMETERS },
    { type: 'answer', parameters: { ...PARAMETERS, setup: 'active' } },
    { type: 'candidates', usernameFragment: 'abcd', candidates: PARAMETERS.candidates },
    { type: 'leave' },
    { type: 'refuse', reason: 'full' },
    { type: 'state', state: STATE },
    { type: 'restart', fresh: true, others: [identity.publicKey] },
    { type: 'chat', text: 'schöne Grüße' },
    { type: 'hand', raised: true },
    { type: 'reaction', reaction: '👍' },
    { type: 'links', links: [{ participant: identity.publicKey, state: 'connected' }] },
    { type: 'look' },
    { type: 'present', presences: [presence] },
    { type: 'roster', roster },
    { type: 'roster', roster, secret: new Uint8Array(32).fill(3), links: [link], oldest: 1 },
    { type: 'roster', links: [link, link] },
    { type: 'knock', presence, ticket: new Uint8Array(32).fill(2) },
    { type: 'wait', owners: 2 },
    { type: 'stale', presence },
    { type: 'extension' }
  ]
  const envelopes = messages.map((message, index): Envelope => ({
    callId: '0'.repeat(32),
    sender: identity.publicKey,
    senderSession: presence.session,
    senderSessionKey: sessionKey,
    recipientSessionKey: sessionKey,
    recipient: identity.publicKey,
    recipientSession: presence.session,
    sequence: BigInt(index + 1),
    introduction: index % 2 === 0 ? presence : undefined,
    message
  }))
  const sdp = buildSdp(PARAMETERS)
  const kept = { network: 'local', addresses: [multiaddr('/ip4/192.0.2.1/tcp/1')], tickets: [createTicket(4e12)] }

  return [
    {
      // what a stranger can send: the seal usually stops it
      name: 'frame',
      samples: await Promise.all(envelopes.map(async envelope => sealEnvelope(envelope, identity, keys))),
      error: BadMessageError,
      decode: bytes => openEnvelope(bytes, keys)
    },
    {
      // what a member can send: the seal is valid, but not necessarily its content
      name: 'envelope',
      samples: envelopes.map(encodeContent).map(content => Uint8Array.of(10, content.length & 0x7f | 0x80, content.length >> 7, ...content, 18, 64, ...new Uint8Array(64))),
      error: BadMessageError,
      decode: bytes => openEnvelope(seal(keys.sealKey, bytes), keys)
    },
    { name: 'message', samples: envelopes.map(encodeContent), error: Error, decode: decodeContent },
    text('invite', [createInvite(group), createInvite(group, { addresses: ['/ip4/192.0.2.1/tcp/1', '/dns4/example.org/tcp/443/wss'], expires: 4e12 }), createInvite(membersOnly, { ticket: createTicket().secret })], InviteError, link => parseInvite(link)),
    {
      name: 'roster',
      samples: [encodeRoster(roster)],
      error: InvalidParametersError,
      decode: async bytes => {
        const roster = decodeRoster(bytes)
        // must never throw for anything that was decoded
        await verifyRosters([roster])
      }
    },
    {
      name: 'roster link',
      samples: [encodeLink(link)],
      error: InvalidParametersError,
      decode: bytes => decodeLink(bytes)
    },
    text('group file', [encodeGroupFile({ ...kept, group }), encodeGroupFile({ ...kept, group: first }), encodeGroupFile({ ...kept, group: membersOnly })], GroupFileError, async file => decodeGroupFile(file)),
    text('key file', [await encodeKeyFile(identity), '{"type":"groupcall-identity","version":1,"publicKey":"","encrypted":"-----BEGIN AGE ENCRYPTED FILE-----"}'], KeyFileError, async file => decodeKeyFile(file)),
    text('contacts', [encodeContacts(new Contacts([{ publicKey: identity.publicKey, name: 'Ada ☕', verified: true, firstSeen: 1 }])), encodeContacts(new Contacts())], ContactsFileError, file => decodeContacts(file)),
    text('SDP', [sdp, sdp.replaceAll('\r\n', '\n')], InvalidSdpError, description => parseSdp(description)),
    {
      name: 'WAV',
      samples: ['8', '16', '32f'].map(createWav),
      error: AudioFileError,
      decode: async bytes => decodeWav(bytes, 'fuzz.wav')
    },
    {
      // what any peer can send
      name: 'name',
      samples: [[16, 0], [16, 5], [15, 0], [17, 2]].map(([length, more]) => concat([encodeLength(length), new Uint8Array(length + more)])),
      error: BadMessageError,
      decode: readNameOf
    },
    {
      // what any peer can send that knows the group's name for the recipient
      name: 'stream',
      samples: [[3], [1, 200, 1], [16_384], [5, 5]].map(lengths => concat(lengths.flatMap(length => [encodeLength(length), new Uint8Array(length)]))),
      error: BadMessageError,
      decode: bytes => [...new FrameDecoder().decode(bytes)]
    },
    {
      // what any bootstrap peer can answer
      name: 'bootstrap answer',
      samples: [
        { services: [{ kind: STUN, host: '', port: 3478 }], username: '', credential: '', lifetime: 3_600 },
        { services: [{ kind: STUN, host: '2001:db8::1', port: 3478 }, { kind: TURN_UDP, host: 'turn.example.org', port: 443 }], username: '1:a', credential: 'b', lifetime: 60 }
      ].map(answer => IceServices.encode(answer)),
      error: Error,
      decode: bytes => usableIceServers(IceServices.decode(bytes, ICE_ANSWER), multiaddr('/ip4/192.0.2.1/tcp/1'))
    },
    text('candidate', PARAMETERS.candidates, RefusedError, line => {
      if (!isAcceptableCandidate(line)) {
        throw new RefusedError('not acceptable')
      }
    })
  ]
}

/** ms; nothing has to wait for it */
const NAME_TIMEOUT = 1_000

/** Stands for a rejection by a decoder that doesn't throw */
class RefusedError extends Error {}

/** Reads a name from a stream that carries these bytes, and then ends */
async function readNameOf (bytes: Uint8Array): Promise<string> {
  const [near, far] = memoryStreams()
  const name = readName(far, NAME_TIMEOUT)
  near.send(bytes)
  await Promise.all([near.close(), name])

  return name
}

/** A hundred samples of sound */
function createWav (bits: string): Uint8Array {
  const wav = new wavefile.WaveFile()
  wav.fromScratch(1, 8_000, bits, Array.from({ length: 100 }, (_, index) => index % 7))

  return wav.toBuffer()
}

function text (name: string, samples: string[], error: Decoder['error'], decode: (text: string) => unknown): Decoder {
  return { name, samples: samples.map(sample => new TextEncoder().encode(sample)), error, decode: bytes => decode(new TextDecoder().decode(bytes)) }
}
