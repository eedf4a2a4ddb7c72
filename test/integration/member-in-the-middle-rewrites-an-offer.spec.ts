import { expect } from 'aegir/chai'
import sinon from 'sinon'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup, ForgedMessageError } from '../../src/index.ts'
import { parseSdp } from '../../src/link/index.ts'
import { sealEnvelope } from '../../src/signaling/envelope.ts'
import { encodeContent } from '../../src/signaling/message-codec.ts'
import { Envelope as EnvelopePB } from '../../src/signaling/pb/signal.ts'
import { seal } from '../../src/signaling/seal.ts'
import { loadWebRTC } from '../../src/webrtc/index.ts'
import { leaveAll, tone, untilCall, untilHeard } from '../fixtures/calls.ts'
import { MemberInTheMiddle } from '../fixtures/member-in-the-middle.ts'
import type { GroupCall, Participant } from '../../src/index.ts'
import type { OpenedEnvelope } from '../../src/signaling/envelope.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { Change } from '../fixtures/member-in-the-middle.ts'

const { RTCPeerConnection } = loadWebRTC()

/** The certificate that Mallory would like to be called by */
const FINGERPRINT = new Uint8Array(32).fill(0x66)

describe('a member in the middle', () => {
  let mallory: MemberInTheMiddle
  let calls: TestCall[] = []
  let descriptions: sinon.SinonSpy

  beforeEach(() => {
    descriptions = sinon.spy(RTCPeerConnection.prototype, 'setRemoteDescription')
  })

  afterEach(async () => {
    descriptions.restore()
    await leaveAll(calls)
    await Promise.all(calls.map(async ({ peer }) => peer.stop()))
    await mallory.stop()
    calls = []
  })

  it('that forwards everything unchanged: Ada and Ben hear each other', async () => {
    const [ada, ben] = await joinByMallory()
    await Promise.all([untilHears(ada, ben), untilHears(ben, ada)])
  })

  const cases: Array<[string, (changed: OpenedEnvelope, envelope: OpenedEnvelope) => Promise<Uint8Array>]> = [
    ['under the signature that it had', async (changed, envelope) => {
      return seal(mallory.keys.sealKey, EnvelopePB.encode({ content: encodeContent(changed).slice(), signature: envelope.signed.signature.slice() }))
    }],
    ['and signs it herself', async changed => sealEnvelope(changed, mallory.identity, mallory.keys)]
  ]

  cases.forEach(([how, rewrite]) => {
    it(`that rewrites an offer ${how}: it is dropped and counted, the link is closed, and the user is told`, async () => {
      // the rest is lost on the way
      const [ada, ben] = await joinByMallory(async envelope => envelope.message.type === 'offer'
        ? rewrite({ ...envelope, message: { type: 'offer', parameters: { ...envelope.message.parameters, fingerprint: FINGERPRINT } } }, envelope)
        : undefined)
      const problems: Error[] = []
      const states: string[] = []
      ben.addEventListener('problem', ({ detail: { participant, error } }) => {
        if (participant?.publicKey === ada.publicKey) {
          problems.push(error)
        }
      })
      ben.addEventListener('participant:update', ({ detail: { publicKey, linkState } }) => {
        if (publicKey === ada.publicKey) {
          states.push(linkState)
        }
      })

      await untilCall(ben, 'participant:leave', () => problems.length > 0 && !ben.participants.some(({ publicKey }) => publicKey === ada.publicKey))

      const [forged] = problems
      expect(forged).to.be.instanceOf(ForgedMessageError)
      expect((forged as ForgedMessageError).carrier).to.equal(mallory.identity.publicKey)
      expect(forged.message).to.include('Mallory')
      expect(problems.filter(({ name }) => name === 'ForgedMessageError')).to.have.lengthOf(1)
      expect(ben.dropped.signature).to.be.greaterThan(0)
      expect(states).to.not.include('connected')
      expect(descriptions.args.map(([{ sdp }]) => parseSdp(sdp).parameters.fingerprint)).to.not.deep.include(FINGERPRINT)
    })
  })

  /** Ada, who makes the offers, and Ben: neither can be dialled, so all goes by Mallory */
  async function joinByMallory (change?: Change): Promise<[GroupCall, GroupCall]> {
    const [ben, ada] = (await Promise.all([createIdentity(), createIdentity()])).sort((a, b) => a.publicKey < b.publicKey ? -1 : 1)
    const group = createGroup({ name: 'friends', owner: ada })
    mallory = await MemberInTheMiddle.create(group)
    mallory.change = change ?? mallory.change
    calls = await Promise.all([ada, ben].map(async identity => {
      const peer = await createCallPeer({ identity, listen: [], limits: { absenceLimit: 2_000, goneLimit: 2_000 } })

      return { identity, peer, call: await peer.services.calls.join(group, { microphone: tone, addresses: mallory.peer.getMultiaddrs() }) }
    }))

    return [calls[0].call, calls[1].call]
  }
})

/** Resolves when one is heard by the other; Mallory says nothing */
async function untilHears (listener: GroupCall, { publicKey }: GroupCall): Promise<void> {
  const speaker = (): Participant | undefined => listener.participants.find(participant => participant.publicKey === publicKey)
  await untilCall(listener, 'track', () => speaker()?.audio != null)
  await untilHeard(listener, speaker() as Participant)
}
