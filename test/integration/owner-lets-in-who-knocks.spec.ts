import { expect } from 'aegir/chai'
import { createInvite, parseInvite } from '../../src/index.ts'
import { tone, untilAllHear } from '../fixtures/calls.ts'
import { createMembers, joinAs, keysIn, nextEvent, talk } from '../fixtures/members.ts'
import { createScene } from '../fixtures/scene.ts'
import type { Group } from '../../src/index.ts'
import type { Member } from '../fixtures/members.ts'

describe('a person with an invite who isn\'t on the roster', () => {
  const scene = createScene()
  let invited: Group
  let members: Member[]

  before(async () => {
    const made = await createMembers(scene.network, 2)
    members = made.members
    invited = parseInvite(createInvite(made.group)).group
    scene.calls = await talk(members, made.group)
  })

  it('knocks, is shown to the owner, and is let in', async () => {
    const [owner, member] = scene.calls
    const newcomer = await scene.network.createPeer()
    const steps: string[] = []
    const knocking = nextEvent(owner.call, 'knock')
    const kept = nextEvent(member.call, 'group')
    const call = newcomer.peer.services.calls.create(invited, { name: 'Cleo', microphone: tone })
    call.addEventListener('progress', ({ detail: { step } }) => { steps.push(step) })
    const joining = call.join()
    const knock = await knocking

    expect(knock).to.deep.equal({ publicKey: newcomer.identity.publicKey, name: 'Cleo' })
    expect(owner.call.knocks).to.deep.equal([knock])
    expect(keysIn(owner.call)).to.not.include(newcomer.identity.publicKey)
    expect(keysIn(member.call)).to.not.include(newcomer.identity.publicKey)

    await owner.call.admit(knock.publicKey)
    await joining
    scene.calls.push({ ...newcomer, call })
    await untilAllHear(scene.calls.map(({ call }) => call))

    expect(steps).to.include('waiting')
    expect(owner.call.knocks).to.deep.equal([])
    expect((await kept).roster?.members).to.include(newcomer.identity.publicKey)
    expect(scene.calls[2].call.group.roster).to.deep.equal(owner.call.group.roster)
  })

  it('is told when the owner denies it', async () => {
    const [owner] = scene.calls
    const newcomer = await scene.network.createPeer()
    const knocking = nextEvent(owner.call, 'knock')
    const joining = joinAs(newcomer, invited)

    owner.call.deny((await knocking).publicKey)

    await expect(joining).to.eventually.be.rejected().with.property('name', 'JoinRefusedError')
    expect(owner.call.knocks).to.deep.equal([])
  })

  it('takes it back by leaving', async () => {
    const [owner] = scene.calls
    const newcomer = await scene.network.createPeer()
    const leaving = new AbortController()
    const knocking = nextEvent(owner.call, 'knock')
    const joining = expect(joinAs(newcomer, invited, { signal: leaving.signal })).to.eventually.be.rejected()

    await knocking
    const ended = nextEvent(owner.call, 'knock:end')
    leaving.abort()

    expect(await ended).to.have.property('publicKey', newcomer.identity.publicKey)
    await joining
  })

  it('is refused when no owner is there, and when its invite has ended', async () => {
    const [[owner], others] = [scene.calls.splice(0, 1), scene.calls]
    await owner.call.leave()
    const newcomer = await scene.network.createPeer()
    // it asks whomever it finds first
    const denied = Promise.race(others.map(async ({ call }) => nextEvent(call, 'denied')))

    await expect(joinAs(newcomer, invited, { expires: Date.now() - 1 })).to.eventually.be.rejected().with.property('reason', 'expired')
    expect(await denied).to.include({ publicKey: newcomer.identity.publicKey, reason: 'expired' })
    await expect(joinAs(newcomer, invited)).to.eventually.be.rejected().with.property('reason', 'not-a-member')
  })
})
