import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { onInput } from '../fixtures/driver-of.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'

describe('a participant who has left', () => {
  const scene = createScene()

  before(async () => {
    scene.calls = await joinTogether(scene.network, 2)
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  it('isn\'t brought back by a member that hasn\'t heard of it yet', async () => {
    const [victim, other] = scene.calls
    const { call } = victim
    const to = { recipient: call.publicKey, recipientSession: other.call.participants[0].session }
    const leaver = await RawMember.create(scene.network, victim)
    const late = await RawMember.create(scene.network, victim)

    await leaver.send(await leaver.frame({ type: 'join', state: ALONE }))
    await untilCall(call, 'participant:join', () => keys().includes(leaver.identity.publicKey))
    await leaver.send(await leaver.frame({ type: 'leave' }, to))
    await untilCall(call, 'participant:leave', () => !keys().includes(leaver.identity.publicKey))

    const welcomed = new Promise<void>(resolve => {
      onInput(call, input => {
        if (input.type === 'message' && input.message.type === 'welcome') {
          resolve()
        }
      })
    })
    await late.send(await late.frame({ type: 'welcome', presences: [await leaver.presence()], informed: [], state: ALONE }, to))
    await welcomed

    expect(keys()).to.have.members([other.call.publicKey, late.identity.publicKey])

    function keys (): string[] {
      return call.participants.map(({ publicKey }) => publicKey)
    }
  })

  it('is also gone for members that only heard of it and that it never knew', async () => {
    const [told, other] = scene.calls
    const leaver = await RawMember.create(scene.network, told)
    const inOther = (): boolean => other.call.participants.some(({ publicKey }) => publicKey === leaver.identity.publicKey)

    await leaver.send(await leaver.frame({ type: 'join', state: ALONE }))
    await untilCall(other.call, 'participant:join', inOther)
    // as a peer does that another member has refused, and that doesn't know yet whom it speaks to
    await leaver.send(await leaver.frame({ type: 'leave' }))
    await untilCall(other.call, 'participant:leave', () => !inOther())
  })
})
