import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear } from '../fixtures/calls.ts'
import { knows } from '../fixtures/driver-of.ts'
import { RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'

describe('a list of participants that nobody has asked for', () => {
  const scene = createScene()

  it('is dropped and counted, and nobody in it is learned', async () => {
    scene.calls = await joinTogether(scene.network, 2)
    const [victim, other] = scene.calls
    await untilAllHear([victim.call, other.call])
    const member = await RawMember.create(scene.network, victim)
    const invented = await (await RawMember.create(scene.network, victim)).presence()
    // it is known, and could have been asked
    await member.ask()
    expect(victim.call.dropped).to.deep.equal({})

    await member.send(await member.frame({ type: 'present', presences: [invented] }))
    await until('the list to be dropped', () => Object.keys(victim.call.dropped).length > 0)
    await member.ask()

    expect(victim.call.dropped).to.deep.equal({ unexpected: 1 })
    expect(knows(victim.call, invented), 'that the person is known').to.equal(false)
    expect(victim.call.participants.map(({ publicKey }) => publicKey)).to.deep.equal([other.call.publicKey])
    await untilAllHear([victim.call, other.call])
  })
})
