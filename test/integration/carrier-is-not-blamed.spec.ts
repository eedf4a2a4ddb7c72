import { expect } from 'aegir/chai'
import { joinTogether, untilAllHear } from '../fixtures/calls.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { ALONE, RawMember, sessionKeyOf } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'

describe('a bad frame for Ada in the name of Cleo that Mallory gives to Ben', () => {
  const scene = createScene()

  before(async () => {
    scene.calls = await joinTogether(scene.network, 3)
    await untilAllHear(scene.calls.map(({ call }) => call))
  })

  it('is held against Mallory by Ben, and Ada hears nothing about Ben', async () => {
    const [ada, ben, cleo] = scene.calls
    const problems: Error[] = []
    ada.call.addEventListener('problem', ({ detail: { error } }) => { problems.push(error) })
    const mallory = await RawMember.create(scene.network, ben)
    const stream = await mallory.send(await mallory.frame({ type: 'look' }))
    await new Promise<void>(resolve => { stream.addEventListener('message', () => { resolve() }, { once: true }) })
    const closed = new Promise<void>(resolve => { stream.addEventListener('close', () => { resolve() }, { once: true }) })

    await mallory.send(await mallory.frame({ type: 'welcome', presences: [], informed: [], state: ALONE }, {
      recipient: ada.call.publicKey,
      recipientSession: driverOf(ada.call).session.id,
      recipientSessionKey: sessionKeyOf(ada.peer),
      sender: cleo.call.publicKey,
      senderSession: driverOf(cleo.call).session.id,
      introduction: undefined
    }))
    await closed

    expect(stream.status).to.equal('reset')
    expect(ben.call.dropped).to.deep.equal({ signature: 1 })
    expect(ada.call.dropped).to.deep.equal({})
    expect(problems).to.deep.equal([])
    await untilAllHear(scene.calls.map(({ call }) => call))
  })
})
