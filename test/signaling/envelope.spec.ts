import { generateKeyPair } from '@libp2p/crypto/keys'
import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { createIdentity } from '../../keys/index.ts'
import { changeRoster, createGroup, deriveGroupKeys, MAX_LINKS } from '../../src/group/index.ts'
import { openEnvelope, sealEnvelope, signPresence, verifyEnvelope, verifyPresence } from '../../src/signaling/envelope.ts'
import { MAX_CANDIDATES, MAX_CHAT_BYTES } from '../../src/signaling/limits.ts'
import { createSession } from '../../src/signaling/local-session.ts'
import { BadMessageError } from '../../src/signaling/messages.ts'
import { Envelope as EnvelopePB } from '../../src/signaling/pb/signal.ts'
import { REACTIONS } from '../../src/signaling/reaction-kinds.ts'
import { open as openSealed, seal } from '../../src/signaling/seal.ts'
import type { Identity } from '../../keys/index.ts'
import type { GroupKeys } from '../../src/group/index.ts'
import type { Envelope, Presence, SignalMessage, SignedPresence } from '../../src/signaling/messages.ts'
import type { Ed25519PrivateKey } from '@libp2p/interface'

const STATE = { muted: true, listenOnly: false, name: 'Ada', participants: 2, rosterVersion: 0, settled: false }
const PARAMETERS = {
  sessionId: 18_446_744_073_709_551_615n,
  sessionVersion: 2n,
  usernameFragment: 'abcd',
  password: 'a'.repeat(24),
  fingerprint: new Uint8Array(32).fill(9),
  setup: 'actpass' as const,
  payloadType: 111,
  candidates: ['candidate:1 1 udp 1 192.0.2.1 5000 typ host']
}

describe('an envelope', () => {
  let identity: Identity
  let process: Ed25519PrivateKey
  let keys: GroupKeys
  let presence: SignedPresence

  before(async () => {
    identity = await createIdentity()
    process = await generateKeyPair('Ed25519')
    keys = deriveGroupKeys(createGroup({ name: 'friends', owner: identity }))
    presence = await signPresence({ publicKey: identity.publicKey, session: createSession(1), sessionKey: process.publicKey.raw, addresses: [], name: 'Ada' }, identity, process, keys)
  })

  const messages: SignalMessage[] = [
    { type: 'join', state: STATE },
    { type: 'join', state: STATE, others: ['d'.repeat(64), 'e'.repeat(64)] },
    { type: 'join', state: STATE, offer: { ...PARAMETERS, candidates: [] } },
    { type: 'offer', parameters: PARAMETERS },
    { type: 'answer', parameters: { ...PARAMETERS, setup: 'active' } },
    { type: 'candidates', usernameFragment: 'abcd', candidates: PARAMETERS.candidates },
    { type: 'leave' },
    { type: 'refuse', reason: 'full' },
    { type: 'state', state: STATE },
    { type: 'state', state: { ...STATE, rosterVersion: 3, rosterHash: new Uint8Array(32).fill(4) } },
    { type: 'restart', fresh: false },
    { type: 'restart', fresh: true, others: ['d'.repeat(64)] },
    { type: 'chat', text: 'schöne Grüße ☕' },
    { type: 'hand', raised: true },
    { type: 'hand', raised: false },
    ...REACTIONS.map(reaction => ({ type: 'reaction' as const, reaction })),
    { type: 'links', links: [{ participant: 'd'.repeat(64), state: 'reconnecting' }] },
    { type: 'links', links: [{ participant: 'd'.repeat(64), state: 'connected', quality: 'poor' }], carried: [['d'.repeat(64), 'e'.repeat(64)]], time: 1_700_000_000_000 },
    { type: 'speaking', speaking: true },
    { type: 'speaking', speaking: false },
    { type: 'carry', participant: 'd'.repeat(64), step: 'offer' },
    { type: 'look' },
    { type: 'extension' }
  ]

  for (const message of messages) {
    it(`carries ${message.type}`, async () => {
      expect(await roundTrip(message)).to.deep.equal(message)
    })
  }

  it('carries no candidates with a request to be let in', async () => {
    await expect(roundTrip({ type: 'join', state: STATE, offer: PARAMETERS })).to.eventually.be.rejectedWith(BadMessageError)
  })

  it('carries a reaction of a later version as one that isn\'t known', async () => {
    expect(await roundTrip({ type: 'reaction', reaction: '🦄' as any })).to.deep.equal({ type: 'reaction' })
  })

  it('carries a roster, its secret and links of its chain, or only links', async () => {
    let group = createGroup({ name: 'friends', owner: identity, membersOnly: true })

    for (let count = 0; count < 3; count++) {
      group = await changeRoster(group, identity, { add: [(await createIdentity()).publicKey] })
    }

    const { roster, secret, links = [] } = group
    const rosters: SignalMessage[] = [
      { type: 'roster', roster },
      { type: 'roster', roster, secret, links: [...links], oldest: 1 },
      { type: 'roster', links: [...links] }
    ]

    for (const message of rosters) {
      expect(await roundTrip(message)).to.deep.equal(message)
    }

    await expect(roundTrip({ type: 'roster' })).to.eventually.be.rejectedWith(BadMessageError)
    await expect(roundTrip({ type: 'roster', links: Array.from({ length: MAX_LINKS + 1 }, () => links[0]) })).to.eventually.be.rejectedWith(BadMessageError)
  })

  it('carries stale, with the newer presence as it was signed', async () => {
    const received = await roundTrip({ type: 'stale', presence }) as SignalMessage & { type: 'stale' }

    expect(received.presence.session).to.equal(presence.session)
    expect(await verifyPresence(received.presence, keys)).to.equal(true)
  })

  it('carries welcome, with the presences of others as they signed them', async () => {
    const received = await roundTrip({ type: 'welcome', presences: [presence], informed: ['c'.repeat(64)], state: STATE })

    expect(received).to.have.nested.property('presences[0].publicKey', identity.publicKey)
    expect(await verifyPresence((received as SignalMessage & { type: 'welcome' }).presences[0], keys)).to.equal(true)
  })

  it('carries a presence that is signed by its identity and its process, for its own group', async () => {
    const [other, another] = [await createIdentity(), await generateKeyPair('Ed25519')]
    const foreign = deriveGroupKeys(createGroup({ name: 'others', owner: identity }))
    const sign = async (change: Partial<Presence>, by = identity, own = process, group = keys): Promise<SignedPresence> => signPresence({ ...presence, ...change }, by, own, group)

    expect(await verifyPresence(await sign({}), keys)).to.equal(true)
    expect(await verifyPresence(await sign({}, other), keys), 'another identity').to.equal(false)
    expect(await verifyPresence(await sign({}, identity, another), keys), 'another process').to.equal(false)
    expect(await verifyPresence(await sign({ sessionKey: another.publicKey.raw }), keys), 'the key of another process').to.equal(false)
    expect(await verifyPresence(await sign({}, identity, process, foreign), keys), 'another group').to.equal(false)

    // what the process signed for one session says nothing of another
    const later = await sign({ session: createSession(2) })
    later.signed.sessionSignature = presence.signed.sessionSignature
    expect(await verifyPresence(later, keys), 'another session').to.equal(false)
  })

  it('is refused when it has more of something than is allowed', async () => {
    for (const message of [
      { type: 'chat', text: 'a'.repeat(MAX_CHAT_BYTES + 1) },
      { type: 'candidates', usernameFragment: 'abcd', candidates: Array.from({ length: MAX_CANDIDATES + 1 }, () => 'candidate:1') },
      { type: 'welcome', presences: Array.from({ length: 9 }, () => presence), informed: [], state: STATE },
      { type: 'state', state: { ...STATE, name: 'a'.repeat(65) } }
    ] as SignalMessage[]) {
      await expect(roundTrip(message)).to.eventually.be.rejectedWith(BadMessageError).with.property('reason', 'malformed')
    }
  })

  it('does not open for another group, or another epoch', async () => {
    const group = createGroup({ name: 'friends', owner: identity })
    const frame = await sealEnvelope(envelope({ type: 'leave' }), identity, deriveGroupKeys(group))

    for (const other of [createGroup({ name: 'friends', owner: identity }), { ...group, epoch: 1 }]) {
      expect(() => openEnvelope(frame, deriveGroupKeys(other))).to.throw(BadMessageError).with.property('reason', 'seal')
    }
  })

  it('isn\'t accepted if another key signed it', async () => {
    const frame = await sealEnvelope(envelope({ type: 'leave' }), await createIdentity(), keys)

    await expect(verifyEnvelope(openEnvelope(frame, keys))).to.eventually.be.rejectedWith(BadMessageError).with.property('reason', 'signature')
  })

  it('isn\'t accepted if a member changed a byte of its content', async () => {
    const plain = openSealed(keys.sealKey, await sealEnvelope(envelope({ type: 'offer', parameters: PARAMETERS }), identity, keys)) as Uint8Array
    const { content, signature } = EnvelopePB.decode(plain)
    const at = content.findIndex((byte, i) => byte === 9 && content[i + 1] === 9)
    content[at] = 8
    const changed = seal(keys.sealKey, EnvelopePB.encode({ content, signature }))

    await expect(verifyEnvelope(openEnvelope(changed, keys))).to.eventually.be.rejectedWith(BadMessageError).with.property('reason', 'signature')
  })

  it('is refused with bytes behind it, or spelled in another way than ours', async () => {
    const plain = openSealed(keys.sealKey, await sealEnvelope(envelope({ type: 'leave' }), identity, keys)) as Uint8Array

    const open = (bytes: Uint8Array) => () => openEnvelope(seal(keys.sealKey, bytes), keys)

    for (const bytes of [Uint8Array.from([...plain, 0]), Uint8Array.from([...plain, 0x18, 1]), plain.subarray(0, -1)]) {
      expect(open(bytes)).to.throw(BadMessageError).with.property('reason', 'malformed')
    }
  })

  it('gets nothing but a BadMessageError out of the decoder, sealed or not', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, sealed) => {
      try {
        openEnvelope(sealed ? seal(keys.sealKey, bytes) : bytes, keys)
      } catch (err) {
        return err instanceof BadMessageError
      }
    }), { numRuns: 3_000 })
  })

  function envelope (message: SignalMessage): Envelope {
    return {
      callId: '01'.repeat(16),
      sender: identity.publicKey,
      senderSession: presence.session,
      senderSessionKey: presence.sessionKey,
      recipientSessionKey: new Uint8Array(32).fill(2),
      recipient: '0'.repeat(64),
      recipientSession: '2'.repeat(32),
      sequence: 7n,
      introduction: presence,
      message
    }
  }

  async function roundTrip (message: SignalMessage): Promise<SignalMessage> {
    const opened = openEnvelope(await sealEnvelope(envelope(message), identity, keys), keys)
    await verifyEnvelope(opened)

    return opened.message
  }
})
