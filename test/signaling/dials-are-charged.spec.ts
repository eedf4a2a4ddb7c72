import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { deriveGroupKeys } from '../../src/group/index.ts'
import { MEMBER_TARGETS } from '../../src/network/limits.ts'
import { signPresence } from '../../src/signaling/envelope.ts'
import { ALONE } from '../fixtures/raw-member.ts'
import { settled, SignalingScene } from './fixtures/signaling-scene.ts'
import type { TestSession } from './fixtures/signaling-scene.ts'
import type { SignedPresence } from '../../src/signaling/messages.ts'
import type { RawMember } from '../fixtures/raw-member.ts'

/** As many as fit into a message */
const PRESENCES = 8

describe('the addresses of people that a member introduces', () => {
  let scene: SignalingScene
  let victim: TestSession

  beforeEach(async () => {
    scene = await SignalingScene.create()
    victim = await scene.createSession()
  })

  afterEach(async () => {
    await scene.stop()
  })

  it('are charged to that member, so the addresses of another are still dialled', async () => {
    const [one, other] = [await scene.createRaw(victim), await scene.createRaw(victim)]
    const invented = await dialAll(one, 1_000, (MEMBER_TARGETS / 2) + PRESENCES)
    expect(victim.node.dialled).to.have.members(invented.slice(0, MEMBER_TARGETS))

    const honest = await dialAll(other, 2_000, 1)
    expect(victim.node.dialled).to.include.members(honest)
  })

  /** Has a member introduce people, each with two addresses of their own, and dials them; returns the addresses */
  async function dialAll (member: RawMember, port: number, count: number): Promise<string[]> {
    const people = await Promise.all(Array.from({ length: count }, async (_, index) => invent(port + (2 * index))))
    await member.send(await member.frame({ type: 'join', state: ALONE }))

    for (let index = 0; index < count; index += PRESENCES) {
      await member.send(await member.frame({ type: 'welcome', presences: people.slice(index, index + PRESENCES), informed: [], state: ALONE }))
      await settled()
    }

    for (const presence of people) {
      victim.signaling.dial(presence)
      await settled()
    }

    return people.flatMap(({ addresses }) => addresses.map(address => address.toString()))
  }

  async function invent (port: number): Promise<SignedPresence> {
    const node = await scene.network.createNode()
    const identity = await createIdentity()

    return signPresence({
      publicKey: identity.publicKey,
      session: '5'.repeat(32),
      sessionKey: node.sessionKey,
      addresses: [port, port + 1].map(port => multiaddr(`/ip4/192.0.2.1/tcp/${port}`)),
      name: ''
    }, identity, node.privateKey, deriveGroupKeys(scene.group))
  }
})
