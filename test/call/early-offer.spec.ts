import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { EarlyOffer } from '../../src/call/early-offer.ts'
import { createMeshSignaling, handleLinkMessage } from '../../src/call/mesh-signaling.ts'
import { createGroup } from '../../src/index.ts'
import { PreparedOffer } from '../../src/link/index.ts'
import { ListenOnlyMicrophone } from '../../src/media/index.ts'
import { GroupCallMesh } from '../../src/mesh/index.ts'
import { createPeerConnection } from '../../src/webrtc/index.ts'
import { leaveAll, untilCall } from '../fixtures/calls.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import { until } from '../fixtures/until.ts'
import { keyOf, OFFER, presenceOf, ProtocolBus, stateOf } from './fixtures/protocol-bus.ts'
import type { LinkMessage } from '../../src/call/protocol/types.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

const [LOW, MIDDLE, HIGH] = ['1', '5', '9'].map(keyOf)
const { parameters } = OFFER

describe('the offer that goes out with a request to be let in', () => {
  const join = { type: 'join' as const, state: stateOf({ participants: 1 }), others: [], offer: parameters }

  it('is taken after its sender was let in, if that one initiates', () => {
    const bus = new ProtocolBus()
    const effects = bus.add(MIDDLE).receive(presenceOf(HIGH), join)
    const types = effects.map(effect => effect.type)

    expect(effects).to.deep.include({ type: 'link-message', publicKey: HIGH, message: { type: 'early-offer', parameters } })
    expect(types.indexOf('link-message')).to.be.greaterThan(types.indexOf('enter'))
    expect(types.indexOf('link-message')).to.be.greaterThan(types.indexOf('send'))
  })

  it('is left alone if the recipient initiates, or has not let its sender in', () => {
    const types = (publicKey: string, from: string, message: SignalMessage = join): string[] => new ProtocolBus().add(publicKey).receive(presenceOf(from), message).map(({ type }) => type)

    expect(types(MIDDLE, LOW)).to.include('enter').and.not.include('link-message')
    // its call is full
    expect(types(MIDDLE, HIGH, { ...join, others: undefined, state: stateOf({ participants: 8 }) })).to.not.include('link-message')
  })

  it('goes to the first session that is asked, and to no other', async () => {
    const early = new EarlyOffer()
    early.prepare(() => createPeerConnection({}))
    expect(early.parametersFor('aa')).to.equal(undefined)
    const sent = await until('the offer', () => early.parametersFor('bb'))
    expect(sent?.candidates).to.deep.equal([])
    expect(early.parametersFor('cc')).to.equal(undefined)
    expect(early.parametersFor('bb')).to.equal(sent)
    expect(early.take('cc')).to.equal(undefined)
    const offer = early.take('bb')
    expect(offer?.parameters).to.equal(sent)
    expect(early.take('bb')).to.equal(undefined)
    early.drop()
    expect(offer?.connection.signalingState).to.equal('stable')
    offer?.connection.close()
  })

  it('leaves no connection behind when nobody takes it, also while it is being created', async () => {
    const opened: RTCPeerConnection[] = []
    const open = (): RTCPeerConnection => {
      opened.push(createPeerConnection({}))

      return opened[opened.length - 1]
    }
    const [ready, unready] = [new EarlyOffer(), new EarlyOffer()]
    ready.prepare(open)
    await until('the offer', () => ready.parametersFor('aa'))
    unready.prepare(open)
    ;[ready, unready].forEach(early => { early.drop() })
    await until('both to be closed', () => opened.every(({ signalingState }) => signalingState === 'closed'))
    ready.prepare(open)
    expect(opened).to.have.lengthOf(2)
  })

  it('is answered before it is sent again with candidates, which changes nothing', async () => {
    const meshes = new Map<string, GroupCallMesh>()
    const sent: string[] = []
    const prepared = await PreparedOffer.create(createPeerConnection({}))
    const held: Array<() => void> = []
    const create = (publicKey: string, more: object = {}): GroupCallMesh => {
      const mesh = new GroupCallMesh({
        publicKey,
        signaling: createMeshSignaling((to, message) => {
          sent.push(message.type)
          const deliver = (): void => { handleLinkMessage(meshes.get(to) as GroupCallMesh, publicKey, message as LinkMessage) }
          message.type === 'offer' ? held.push(deliver) : setImmediate(deliver)
        }),
        createConnection: () => createPeerConnection({}),
        microphone: new ListenOnlyMicrophone('test'),
        log: defaultLogger().forComponent('test'),
        ...more
      })
      meshes.set(publicKey, mesh)

      return mesh
    }
    const low = create(LOW)
    const offers = [prepared]
    const high = create(HIGH, { preparedOffer: () => offers.shift() })

    try {
      await low.joinCall('call', [HIGH])
      handleLinkMessage(low, HIGH, { type: 'early-offer', parameters: prepared.parameters })
      await high.joinCall('call', [LOW])
      await until('both ends to be connected', () => [low.getLink(HIGH), high.getLink(LOW)].every(link => link?.state === 'connected'))
      expect(sent.filter(type => type !== 'candidates')).to.have.members(['offer', 'answer'])

      const { connection } = high.getLink(LOW) ?? {}
      held.splice(0).forEach(deliver => { deliver() })
      handleLinkMessage(low, HIGH, { type: 'early-offer', parameters })
      await until('its candidates to be handled', () => low.getLink(HIGH)?.connection.signalingState === 'stable')
      expect(sent.filter(type => type !== 'candidates')).to.have.lengthOf(2)
      expect(high.getLink(LOW)?.connection).to.equal(connection)
      expect(connection).to.equal(prepared.connection)
      expect({ ...low.dropped, ...high.dropped }).to.deep.equal({})
    } finally {
      await Promise.all([low.leaveCall(), high.leaveCall()])
    }
  })

  describe('in a call', () => {
    let network: TestNetwork
    const calls: TestCall[] = []

    before(async () => {
      network = await createTestNetwork()
    })

    after(async () => {
      await leaveAll(calls)
      await network.stop()
    })

    it('connects a newcomer that initiates although no other offer arrives', async () => {
      const identities = (await Promise.all([network.createPeer(), network.createPeer()])).sort((a, b) => a.identity.publicKey < b.identity.publicKey ? -1 : 1)
      const [member, newcomer] = identities
      const group = createGroup({ name: 'friends', owner: member.identity })
      const inCall = await member.peer.services.calls.join(group)
      calls.push({ ...member, call: inCall })
      const call = newcomer.peer.services.calls.create(group)
      calls.push({ ...newcomer, call })
      const driver = driverOf(call) as any
      const early: EarlyOffer = driver.init.earlyOffer
      early.prepare(() => createPeerConnection({}))
      // otherwise it might miss the request, which goes out a few ms later
      await until('the offer', () => (early as any).offer)
      const send = driver.signaling.send.bind(driver.signaling)
      driver.signaling.send = (to: unknown, message: { type: string }) => {
        if (message.type !== 'offer') {
          send(to, message)
        }
      }

      await call.join()
      await untilCall(inCall, 'participant:update', () => inCall.participants[0]?.linkState === 'connected')
      expect(inCall.dropped).to.deep.equal({})
    })
  })
})
