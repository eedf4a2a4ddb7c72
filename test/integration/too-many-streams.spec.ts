import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup } from '../../src/index.ts'
import { MAX_STREAMS, MAX_STREAMS_PER_PEER, MAX_UNAUTHENTICATED_STREAMS } from '../../src/signaling/limits.ts'
import { joinLater } from '../fixtures/calls.ts'
import { RawMember, sendFrame, untilClosed } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { Stream } from '@libp2p/interface'

describe('too many signaling streams', () => {
  const scene = createScene()
  let members: RawMember[]

  before(async () => {
    scene.calls = [await joinLater(scene.network, createGroup({ name: 'friends', owner: await createIdentity() }))]
  })

  beforeEach(() => {
    members = []
  })

  afterEach(async () => {
    await Promise.all(members.map(async ({ peer }) => peer.stop()))
  })

  it('of one peer: a third closes the first', async () => {
    const member = await createMember()
    const [first] = [await openAndLook(member)]
    const closed = new Promise<void>(resolve => { first.addEventListener('remoteCloseWrite', () => { resolve() }) })
    const [second, third] = [await openAndLook(member), await openAndLook(member)]
    await closed

    expect(MAX_STREAMS_PER_PEER).to.equal(2)
    expect([first, second, third].map(({ remoteWriteStatus }) => remoteWriteStatus)).to.deep.equal(['closed', 'writable', 'writable'])
  })

  it('that send nothing: the oldest is closed, and a peer with a message still gets in', async () => {
    const streams: Stream[] = []

    while (streams.length < MAX_UNAUTHENTICATED_STREAMS) {
      const member = await createMember()
      streams.push(await open(member), await open(member))
    }

    expect(inbound()).to.equal(MAX_UNAUTHENTICATED_STREAMS)
    const { dropped } = scene.calls[0].call
    const reset = ended(streams[0])
    await open(await createMember())
    await reset

    expect(inbound()).to.equal(MAX_UNAUTHENTICATED_STREAMS)
    expect(scene.calls[0].call.dropped['too-many-streams']).to.equal((dropped['too-many-streams'] ?? 0) + 1)

    const newcomer = await joinLater(scene.network, scene.calls[0].call.group, { microphone: undefined })
    expect(newcomer.call.participants).to.have.lengthOf(1)
    await newcomer.call.leave()
  })

  it('of members: the stream that has been silent the longest is closed', async function () {
    const streams: Stream[] = []

    while (streams.length < MAX_STREAMS) {
      const member = await createMember()
      streams.push(await openAndLook(member), await openAndLook(member))
    }

    expect(inbound()).to.equal(MAX_STREAMS)
    const reset = ended(streams[0])
    await openAndLook(await createMember())
    await reset

    expect(inbound()).to.equal(MAX_STREAMS)
    expect(streams.filter(({ status }) => status === 'open')).to.have.lengthOf(MAX_STREAMS - 1)
  })

  async function createMember (): Promise<RawMember> {
    const member = await RawMember.create(scene.network, scene.calls[0])
    members.push(member)

    return member
  }

  /** Resolves when the other end has it, too */
  async function open (member: RawMember): Promise<Stream> {
    const expected = Math.min(inbound() + 1, MAX_UNAUTHENTICATED_STREAMS)
    const stream = await member.open()
    await until(`${expected} inbound streams`, () => inbound() === expected, { seen: inbound })

    return stream
  }

  /** A stream that shows who it is of; resolves when that was answered */
  async function openAndLook (member: RawMember): Promise<Stream> {
    const answers = member.received.count('present')
    const stream = await member.open()
    sendFrame(stream, await member.frame({ type: 'look' }))
    await until('an answer', () => member.received.count('present') > answers, { on: [member.received, 'message'] })

    return stream
  }

  async function ended (stream: Stream): Promise<void> {
    await untilClosed(stream)
    expect(stream.status).to.equal('reset')
  }

  /** Signaling streams that others have opened to the participant in the call */
  function inbound (): number {
    const streams = scene.calls[0].peer.getConnections().flatMap(connection => connection.streams)

    return streams.filter(({ protocol, direction, status }) => direction === 'inbound' && protocol.startsWith('/groupcall/signal/') && status === 'open').length
  }
})
