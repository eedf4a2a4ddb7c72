import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, loadContacts, openContacts, openMicrophone, updateContacts } from '../../src/index.ts'
import { level } from '../../src/media/index.ts'
import { joinLater, untilCall, untilHeard } from '../fixtures/calls.ts'
import { AUDIBLE } from '../fixtures/heard.ts'
import { createScene } from '../fixtures/scene.ts'
import { temporaryDirectory } from '../keys/fixtures/directory.ts'
import type { Identity } from '../../keys/index.ts'
import type { GroupCall, Participant } from '../../src/index.ts'

/** Of 10 ms each: a tone is in every one of them */
const FRAMES = 50

describe('a participant with a contact\'s name but another key', () => {
  const scene = createScene()
  const at = temporaryDirectory()

  it('neither hears nor is heard by those who know the contact, until trusted', async () => {
    const path = at('contacts.json')
    const old = await createIdentity()
    await updateContacts(path, contacts => contacts.add(old.publicKey, 'Ben', 1).verify(old.publicKey))
    const contacts = await openContacts(path)

    const group = createGroup({ name: 'friends', owner: old })
    const ada = await joinLater(scene.network, group, { name: 'Ada', contacts })
    const cleo = await joinLater(scene.network, group, { name: 'Cleo' })
    const warned = new Promise<{ participant: Participant, known: { publicKey: string } }>(resolve => {
      ada.call.addEventListener('identity:changed', ({ detail }) => { resolve(detail) })
    })
    const tracks: string[] = []
    ada.call.addEventListener('track', ({ detail: { participant } }) => { tracks.push(participant.name) })
    const ben = await joinLater(scene.network, group, { name: 'ben' })
    scene.calls = [ada, cleo, ben]

    const { participant, known } = await warned
    expect([participant.publicKey, known.publicKey]).to.deep.equal([ben.identity.publicKey, old.publicKey])

    // all links come up, and the one in the middle hears both
    await Promise.all([ada, ben].map(async ({ call }) => untilCall(call, 'participant:update', () => call.participants.every(({ linkState }) => linkState === 'connected'))))
    await Promise.all([
      untilHeard(ada.call, of(ada.call, cleo.identity)),
      untilHeard(ben.call, of(ben.call, cleo.identity)),
      untilHeard(cleo.call, of(cleo.call, ada.identity)),
      untilHeard(cleo.call, of(cleo.call, ben.identity))
    ])
    expect(await loudest(ben.call, ada.identity, cleo.identity)).to.be.lessThan(AUDIBLE)

    // whatever is done to the microphone
    ada.call.mute()
    ada.call.unmute()
    expect(await loudest(ben.call, ada.identity, cleo.identity)).to.be.lessThan(AUDIBLE)
    await ada.call.setMicrophone(await openMicrophone({ kind: 'tone' }))
    await untilHeard(cleo.call, of(cleo.call, ada.identity))
    expect(await loudest(ben.call, ada.identity, cleo.identity)).to.be.lessThan(AUDIBLE)
    expect(tracks).to.not.include('ben')
    expect(of(ada.call, ben.identity).audio).to.equal(undefined)
    expect(of(ada.call, ben.identity)).to.include({ speaking: false, onHold: true, contact: 'changed-key' })

    // nor is anything written
    const messages = { ada: listen(ada.call), ben: listen(ben.call), cleo: listen(cleo.call) }
    ben.call.sendMessage('let me in')
    ben.call.mute()
    await untilCall(ada.call, 'participant:update', () => of(ada.call, ben.identity).muted)
    ben.call.unmute()
    ada.call.sendMessage('only for Cleo')
    await untilCall(cleo.call, 'message', () => messages.cleo.length === 2)
    expect(messages.ada).to.deep.equal([])

    // nobody became a contact by it
    await contacts.settled()
    expect((await loadContacts(path)).list().map(({ name }) => name)).to.deep.equal(['Ben', 'Cleo'])

    ada.call.trust(ben.identity.publicKey)
    await Promise.all([untilHeard(ada.call, of(ada.call, ben.identity)), untilHeard(ben.call, of(ben.call, ada.identity))])
    expect(of(ada.call, ben.identity)).to.include({ onHold: false, contact: 'known', verified: false })

    ada.call.sendMessage('hello Ben')
    ben.call.sendMessage('hello Ada')
    await untilCall(ada.call, 'message', () => messages.ada.length > 0)
    await untilCall(ben.call, 'message', () => messages.ben.length > 0)
    expect([messages.ada, messages.ben]).to.deep.equal([['hello Ada'], ['hello Ben']])

    // both keys are his from now on
    await contacts.settled()
    const kept = await loadContacts(path)
    expect([kept.check(ben.identity.publicKey, 'Ben').standing, kept.check(old.publicKey, 'Ben').standing]).to.deep.equal(['known', 'known'])
  })
})

function of (call: GroupCall, { publicKey }: Identity): Participant {
  return call.participants.find(participant => participant.publicKey === publicKey) as Participant
}

function listen (call: GroupCall): string[] {
  const messages: string[] = []
  call.addEventListener('message', ({ detail: { text } }) => { messages.push(text) })

  return messages
}

/** The level of the loudest that comes of somebody while somebody else is heard for half a second */
async function loudest (call: GroupCall, identity: Identity, meanwhile: Identity): Promise<number> {
  const levels = [0]
  const stop = of(call, identity).audio?.listen(frame => { levels.push(level(frame)) })
  let frames = 0

  await new Promise<void>(resolve => {
    const stopClock = of(call, meanwhile).audio?.listen(frame => {
      if (level(frame) > AUDIBLE && ++frames === FRAMES) {
        stopClock?.()
        resolve()
      }
    })
  })
  stop?.()

  return Math.max(...levels)
}
