import { expect } from 'aegir/chai'
import { encodePresence } from '../../src/signaling/presence-codec.ts'
import { joinTogether, untilAllHear } from '../fixtures/calls.ts'
import { createMembers, talk } from '../fixtures/members.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { TestCall } from '../fixtures/calls.ts'

describe('a welcome that lists its recipient with the newest session that can be, and a false signature', () => {
  const scene = createScene()

  it('is dropped in an open group, and its recipient stays in the call', async () => {
    const calls = await joinTogether(scene.network, 2)
    scene.calls.push(...calls)
    await untilAllHear(calls.map(({ call }) => call))

    await expectDropped(calls, await RawMember.create(scene.network, calls[0]))
  })

  it('is dropped in a members-only group, and its recipient stays in the call', async () => {
    const { members: [liar, ...members], group } = await createMembers(scene.network, 3)
    const calls = await talk(members, group)
    scene.calls.push(...calls)

    await expectDropped(calls, RawMember.as(liar, calls[0]))
  })

  async function expectDropped (calls: TestCall[], liar: RawMember): Promise<void> {
    const [{ call }, other] = calls
    await liar.ask()
    const before = call.dropped.signature ?? 0
    const presence = { publicKey: call.publicKey, session: 'f'.repeat(32), sessionKey: liar.sessionKey, addresses: [], name: '' }
    const signed = { presence: encodePresence(presence), signature: new Uint8Array(64), sessionSignature: new Uint8Array(64) }
    const message: SignalMessage = { type: 'welcome', presences: [{ ...presence, signed }], informed: [], state: ALONE }
    await liar.send(await liar.frame(message))
    await until('the welcome to be dropped', () => (call.dropped.signature ?? 0) > before, { seen: () => [call.state, call.dropped] })

    expect(calls.map(({ call }) => call.state)).to.deep.equal(['active', 'active'])
    expect(call.participants.map(({ publicKey }) => publicKey)).to.deep.equal([other.call.publicKey])
    await untilAllHear(calls.map(({ call }) => call))
  }
})
