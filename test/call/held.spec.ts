import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { Held } from '../../src/call/held.ts'
import { createParticipant } from '../../src/call/participant.ts'
import { Contacts } from '../../src/contacts/index.ts'
import type { CallContacts } from '../../src/call/held.ts'
import type { MutableParticipant } from '../../src/call/participant.ts'
import type { SignedPresence } from '../../src/signaling/index.ts'

const [ADA, BEN, EVE] = ['a', 'b', 'e'].map(digit => digit.repeat(64))
const TRACK = {} as unknown as MediaStreamTrack

/** Contacts that are kept nowhere */
class MemoryContacts extends EventTarget implements CallContacts {
  contacts = new Contacts([{ publicKey: BEN, name: 'Ben', verified: true, firstSeen: 1 }])

  check (publicKey: string, name: string): ReturnType<Contacts['check']> {
    return this.contacts.check(publicKey, name)
  }

  meet (publicKey: string, name: string): void {
    this.set(this.contacts.meet(publicKey, name, 2))
  }

  trust (publicKey: string, name: string, { forgetOthers = false } = {}): void {
    this.set(this.contacts.trust(publicKey, name, 2, forgetOthers))
  }

  set (contacts: Contacts): void {
    this.contacts = contacts
    this.dispatchEvent(new Event('change'))
  }
}

describe('who is held in a call', () => {
  let contacts: MemoryContacts
  let others: Map<string, MutableParticipant>
  let said: string[]
  let held: Held

  beforeEach(() => {
    contacts = new MemoryContacts()
    others = new Map()
    said = []
    held = create(contacts)
  })

  function create (known?: CallContacts): Held {
    return new Held({
      contacts: known,
      others,
      mesh: {
        withhold: participant => { said.push(`withhold ${participant[0]}`) },
        release: participant => { said.push(`release ${participant[0]}`) }
      },
      onHeld: ({ publicKey }) => { said.push(`held ${publicKey[0]}`) },
      onUpdate: ({ publicKey }) => { said.push(`update ${publicKey[0]}`) },
      onTrack: ({ publicKey }, track) => { said.push(`track ${publicKey[0]}${track === TRACK ? '' : '?'}`) }
    })
  }

  function join (publicKey: string, name: string): { participant: MutableParticipant, isHeld: boolean } {
    const participant = createParticipant({ publicKey, name, session: '', sessionKey: new Uint8Array(32), addresses: [multiaddr('/ip4/192.0.2.1/tcp/1')] } as unknown as SignedPresence)
    const isHeld = held.assess(participant)
    others.set(publicKey, participant)

    return { participant, isHeld }
  }

  it('is who comes under a known name with another key, from before its link', () => {
    const { participant, isHeld } = join(EVE, ' BEN')

    expect(isHeld).to.be.true()
    expect(participant).to.include({ held: true, contact: 'changed-key', verified: false })
    expect(participant.namesake?.publicKey).to.equal(BEN)
    expect(said).to.deep.equal(['withhold e'])
  })

  it('is nobody else', () => {
    expect(join(BEN, 'Ben').participant).to.include({ held: false, contact: 'known', verified: true })
    expect(join(EVE, 'Eve').participant).to.include({ held: false, contact: 'new', verified: false })
    others.clear()
    expect(join(BEN, 'Benjamin').participant).to.include({ held: false, contact: 'renamed', verified: true, knownAs: 'Ben' })
    expect(said).to.deep.equal([])
  })

  it('is nobody in a call without contacts', () => {
    held = create()
    expect(join(EVE, 'Ben').participant).to.include({ held: false, contact: 'new', verified: false })
    held.trust(EVE)
    held.stop()
  })

  it('is met by nobody, and whoever is not held becomes a contact', () => {
    held.meet(join(EVE, 'Ben').participant)
    held.meet(join(ADA, 'Ada').participant)

    expect(contacts.contacts.list().map(({ name, publicKey }) => `${name} ${publicKey[0]}`)).to.deep.equal(['Ada a', 'Ben b'])
    expect(others.get(ADA)?.contact).to.equal('new')
  })

  it('is heard when it is trusted, and trusted in the next call', () => {
    const { participant } = join(EVE, 'Ben')
    expect(held.keep(participant, TRACK)).to.be.true()
    held.trust(EVE)

    expect(participant).to.include({ held: false, namesake: undefined, contact: 'known', verified: false })
    expect(said.filter(word => word !== 'update e')).to.deep.equal(['withhold e', 'release e', 'track e'])
    expect(said).to.include('update e')
    expect(held.keep(participant, TRACK)).to.be.false()
    expect(contacts.check(EVE, 'Ben').standing).to.equal('known')
    expect(contacts.check(BEN, 'Ben')).to.have.nested.property('contact.verified', true)

    // by whatever is done twice, too
    held.trust(EVE)
    expect(said.filter(word => word === 'release e')).to.have.lengthOf(1)
  })

  it('is accepted for the call where contacts keep nothing', () => {
    held = create({ check: (publicKey, name) => contacts.check(publicKey, name) })
    join(EVE, 'Ben')
    held.trust(EVE)
    held.remove(EVE)
    others.clear()

    expect(join(EVE, 'Ben')).to.have.property('isHeld', false)
  })

  it('is who takes a known name while it is heard', () => {
    const { participant } = join(EVE, 'Eve')
    let stopped = false
    Object.assign(participant, { name: 'ben', speaking: true, audio: { track: TRACK, stop: () => { stopped = true } } })

    expect(held.assess(participant)).to.be.true()
    expect(participant).to.include({ held: true, audio: undefined, speaking: false })
    expect(stopped).to.be.true()

    held.trust(EVE)
    expect(said).to.include.members(['withhold e', 'release e', 'track e'])
  })

  it('is not freed by another name, nor by what becomes of the contacts', () => {
    const { participant } = join(EVE, 'Ben')
    participant.name = 'Zoe'
    expect(held.assess(participant)).to.be.false()
    expect(participant.contact).to.equal('changed-key')
    held.meet(participant)
    expect(contacts.contacts.get(EVE)).to.equal(undefined)
    contacts.set(contacts.contacts.forget(BEN))

    expect(participant).to.include({ held: true, contact: 'changed-key' })
    expect(said).to.deep.equal(['withhold e'])
  })

  it('is held again for the next known name that it takes', () => {
    contacts.set(contacts.contacts.add(ADA, 'Ada', 1))
    const { participant } = join(EVE, 'Ben')
    participant.name = 'Ada'
    held.trust(EVE)

    expect(participant.held).to.be.true()
    expect(participant.namesake?.publicKey).to.equal(ADA)
    expect(said).to.not.include('release e')
    expect(said).to.include('held e')
  })

  it('is the old key too, when it is said to be lost', () => {
    join(BEN, 'Ben')
    join(EVE, 'Ben')
    held.trust(EVE, { forgetOthers: true })

    expect(others.get(EVE)?.held).to.be.false()
    expect(others.get(BEN)?.held).to.be.true()
    expect(said).to.include.members(['withhold b', 'held b', 'release e'])
  })

  it('is the second of two who are new and have one name', () => {
    const { participant } = join(ADA, 'Alex')
    join(EVE, 'Alex')
    held.meet(participant)

    expect(others.get(ADA)?.held).to.be.false()
    expect(others.get(EVE)?.held).to.be.true()
    expect(said).to.deep.equal(['withhold e', 'held e'])
  })

  it('tells when somebody is verified meanwhile, until the call is over', () => {
    const { participant } = join(ADA, 'Ada')
    held.meet(participant)
    contacts.set(contacts.contacts.verify(ADA))
    expect(participant.verified).to.be.true()
    expect(said).to.deep.equal(['update a'])

    held.stop()
    contacts.set(contacts.contacts.verify(ADA, false))
    expect(participant.verified).to.be.true()
  })
})
