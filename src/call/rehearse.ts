import { generateKeyPair } from '@libp2p/crypto/keys'
import { multiaddr } from '@multiformats/multiaddr'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, deriveGroupKeys } from '../group/index.ts'
import { buildSdp, parseSdp } from '../link/index.ts'
import { ADD_PROVIDER, ANSWER } from '../network/messages.ts'
import { DhtMessage } from '../network/pb/dht.ts'
import { isProven, signProvider } from '../network/provider-proof.ts'
import { createSession, openEnvelope, sealEnvelope, signPresence, verifyEnvelope, verifyPresence } from '../signaling/index.ts'
import { loadWebRTC } from '../webrtc/index.ts'
import { CallProtocol } from './protocol/call-protocol.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, GroupKeys } from '../group/index.ts'
import type { SessionParameters } from '../link/index.ts'
import type { SignalMessage, SignedPresence } from '../signaling/index.ts'
import type { Effect, ProtocolInput } from './protocol/types.ts'

/** How often everything is said: V8 compiles at the first time, and again when it knows the types */
const ROUNDS = 8

const PARAMETERS: SessionParameters = {
  sessionId: 1n,
  sessionVersion: 1n,
  usernameFragment: 'abcd',
  password: 'p'.repeat(24),
  fingerprint: new Uint8Array(32),
  setup: 'actpass',
  payloadType: 111,
  candidates: ['candidate:1 1 udp 2122260223 127.0.0.1 9 typ host generation 0 ufrag abcd network-id 1']
}

/**
 * Lets two invented participants meet in an invented call, in memory: they look each other up,
 * and exchange the messages of a join, sealed and signed. Code is compiled when it runs for the
 * first time, so a first join takes far longer than a second. Nothing is sent or kept, but
 * WebRTC is loaded.
 *
 * @param pause - resolves when the next piece of work, of a few ms, may begin; rejects to end the rehearsal
 */
export async function rehearse (pause: () => Promise<void>): Promise<void> {
  await pause()
  loadWebRTC()

  const group = createGroup({ name: 'rehearsal', owner: await createIdentity() })
  const keys = deriveGroupKeys(group)
  const [member, newcomer] = [await Actor.create(group, keys), await Actor.create(group, keys)]

  member.feed({ type: 'exhausted' })
  const messages: Array<[from: Actor, to: Actor, message: SignalMessage]> = []
  const feed = (actor: Actor, other: Actor, input: ProtocolInput): void => {
    actor.feed(input).forEach(effect => {
      if (effect.type === 'send') {
        messages.push([actor, other, effect.message])
      }
    })
  }

  for (let round = 0; round < ROUNDS; round++) {
    messages.push(
      [newcomer, member, { type: 'join', state: newcomer.protocol.state, others: [] }],
      [newcomer, member, { type: 'offer', parameters: PARAMETERS }],
      [member, newcomer, { type: 'answer', parameters: PARAMETERS }],
      [newcomer, member, { type: 'candidates', usernameFragment: PARAMETERS.usernameFragment, candidates: PARAMETERS.candidates }]
    )

    for (let next = messages.shift(); next != null; next = messages.shift()) {
      const [from, to, message] = next
      await pause()
      feed(to, from, await from.tell(to, message))
    }

    parseSdp(buildSdp(PARAMETERS))
    await newcomer.find(member)
    feed(member, newcomer, { type: 'link', publicKey: newcomer.identity.publicKey, state: 'connected' })
    feed(newcomer, member, { type: 'link', publicKey: member.identity.publicKey, state: 'connected' })
  }

  if (![member, newcomer].every(({ protocol }) => protocol.participants.size === 1)) {
    throw new Error('The two did not meet')
  }
}

/** A participant without a network */
class Actor {
  readonly identity: Identity
  readonly presence: SignedPresence
  readonly protocol: CallProtocol
  private readonly keys: GroupKeys
  private sequence = 0n

  private constructor (identity: Identity, presence: SignedPresence, group: Group, keys: GroupKeys) {
    this.identity = identity
    this.presence = presence
    this.keys = keys
    this.protocol = new CallProtocol({ local: { publicKey: identity.publicKey, session: presence.session, presence }, name: '', group })
  }

  static async create (group: Group, keys: GroupKeys): Promise<Actor> {
    const identity = await createIdentity()
    const process = await generateKeyPair('Ed25519')
    const presence = { publicKey: identity.publicKey, session: createSession(1), sessionKey: process.publicKey.raw, addresses: [multiaddr('/ip4/127.0.0.1/tcp/9')], name: '' }

    return new Actor(identity, await signPresence(presence, identity, process, keys), group, keys)
  }

  /** Finds the provider record of a participant, as a DHT peer would send it */
  async find ({ presence: { sessionKey, addresses } }: Actor): Promise<void> {
    const { key, sign } = await this.keys.rendezvous(0)
    const { bytes } = key.multihash
    const record = await signProvider(bytes, { id: sessionKey.slice(), multiaddrs: addresses.map(({ bytes }) => bytes.slice()) }, sign)
    const { providers } = DhtMessage.decode(DhtMessage.encode({ type: ADD_PROVIDER, key: bytes.slice(), closer: [], providers: [record] }), ANSWER)
    await isProven(bytes, providers[0])
  }

  feed (input: ProtocolInput): Effect[] {
    return this.protocol.handle(input, performance.now())
  }

  /** Seals a message for another, which opens and checks it */
  async tell (to: Actor, message: SignalMessage): Promise<ProtocolInput> {
    const { identity, keys, presence } = this
    const frame = await sealEnvelope({
      callId: this.protocol.callId,
      sender: identity.publicKey,
      senderSession: presence.session,
      senderSessionKey: presence.sessionKey,
      recipient: to.identity.publicKey,
      recipientSession: to.presence.session,
      recipientSessionKey: to.presence.sessionKey,
      sequence: ++this.sequence,
      introduction: presence,
      message
    }, identity, keys)
    const envelope = openEnvelope(frame, keys)
    await verifyEnvelope(envelope)

    if (envelope.introduction != null) {
      await verifyPresence(envelope.introduction, keys)
    }

    return { type: 'message', presence, callId: envelope.callId, message: envelope.message, frame, current: true }
  }
}
