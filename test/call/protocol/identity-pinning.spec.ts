import { expect } from 'aegir/chai'
import { Contacts } from '../../../src/contacts/index.ts'
import { keyOf, presenceOf, ProtocolBus, sentIn, stateOf } from '../fixtures/protocol-bus.ts'
import type { CallContacts } from '../../../src/call/protocol/identity-pinning.ts'
import type { ParticipantRecord } from '../../../src/call/protocol/participants.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { SignalMessage } from '../../../src/signaling/index.ts'
import type { BusPeer } from '../fixtures/protocol-bus.ts'

const [ADA, BEN, EVE, LOCAL] = ['a', 'b', 'e', '1'].map(keyOf)

/** Contacts that are kept in memory */
class MemoryContacts implements CallContacts {
  contacts = new Contacts([{ publicKey: BEN, name: 'Ben', verified: true, firstSeen: 1 }])

  check (publicKey: string, name: string): ReturnType<Contacts['check']> {
    return this.contacts.check(publicKey, name)
  }
}

describe('participants under a known name with another key', () => {
  let contacts: MemoryContacts
  let call: BusPeer
  let effects: Effect[]

  beforeEach(() => {
    contacts = new MemoryContacts()
    start(contacts)
  })

  function start (known?: CallContacts): void {
    effects = []
    call = new ProtocolBus().add(LOCAL, { contacts: known })
    call.feed({ type: 'exhausted' })
  }

  /** Tells the contacts what the protocol wants them to know, and the protocol that they have changed */
  function feed (make: () => Effect[]): void {
    const made = make()
    effects.push(...made)

    for (const effect of made) {
      if (effect.type === 'meet') {
        change(contacts.contacts.meet(effect.publicKey, effect.name, 2))
      } else if (effect.type === 'trust') {
        change(contacts.contacts.trust(effect.publicKey, effect.name, 2, effect.options?.forgetOthers ?? false))
      }
    }
  }

  function change (changed: Contacts): void {
    contacts.contacts = changed
    feed(() => call.feed({ type: 'contacts' }))
  }

  function say (publicKey: string, name: string, type: 'join' | 'state' = 'state'): ParticipantRecord {
    const message: SignalMessage = { type, state: stateOf({ name }) }
    feed(() => call.receive({ ...presenceOf(publicKey), name }, message))

    return call.protocol.participants.get(publicKey) as ParticipantRecord
  }

  function join (publicKey: string, name: string): ParticipantRecord {
    return say(publicKey, name, 'join')
  }

  function connect (publicKey: string): void {
    feed(() => call.feed({ type: 'link', publicKey, state: 'connected' }))
  }

  function trust (publicKey: string, options?: { forgetOthers: boolean }): void {
    feed(() => call.feed({ type: 'trust', publicKey, options }))
  }

  /** Returns what became of participants, by the first digit of their keys */
  function happened (): string[] {
    return effects.flatMap(effect => {
      if (effect.type === 'hold' || effect.type === 'release' || effect.type === 'meet') {
        return [`${effect.type} ${effect.publicKey[0]}`]
      }

      return effect.type === 'emit' && effect.event === 'identity:changed' ? [`changed ${effect.detail.participant.publicKey[0]}`] : []
    })
  }

  it('are held before they are connected to', () => {
    const record = join(EVE, ' BEN')

    expect(record).to.include({ onHold: true, contact: 'changed-key', verified: false })
    expect(record.namesake?.publicKey).to.equal(BEN)
    expect(happened()).to.deep.equal(['hold e', 'changed e'])
    expect(effects.findIndex(({ type }) => type === 'hold')).to.be.lessThan(effects.findIndex(({ type }) => type === 'connect'))
  })

  it('are not heard in the chat while they are held', () => {
    join(EVE, 'Ben')
    feed(() => call.receive({ ...presenceOf(EVE), name: 'Ben' }, { type: 'chat', text: 'it is me' }))
    expect(call.events('message')).to.deep.equal([])

    trust(EVE)
    feed(() => call.receive({ ...presenceOf(EVE), name: 'Ben' }, { type: 'chat', text: 'thank you' }))
    expect(call.events('message').map(detail => (detail as { text: string }).text)).to.deep.equal(['thank you'])
  })

  it('are told apart from a known key, a new name, and a known key under a new name', () => {
    expect(join(BEN, 'Ben')).to.include({ onHold: false, contact: 'known', verified: true })
    expect(join(EVE, 'Eve')).to.include({ onHold: false, contact: 'new', verified: false })
    expect(say(BEN, 'Benjamin')).to.include({ onHold: false, contact: 'renamed', verified: true, knownAs: 'Ben' })
    expect(happened()).to.deep.equal([])
  })

  it('are not looked for in a call without contacts', () => {
    start()

    expect(join(EVE, 'Ben')).to.include({ onHold: false, contact: 'new', verified: false })
    trust(EVE)
    expect(happened()).to.deep.equal([])
  })

  it('do not become contacts, while everybody else who is connected does', () => {
    join(EVE, 'Ben')
    join(ADA, 'Ada')
    connect(EVE)
    connect(ADA)

    expect(contacts.contacts.list().map(({ name, publicKey }) => `${name} ${publicKey[0]}`)).to.deep.equal(['Ada a', 'Ben b'])
    // a key that was new in this call counts as new until it ends
    expect(call.protocol.participants.get(ADA)?.contact).to.equal('new')
  })

  it('are sent no chat, and theirs is not shown', () => {
    const ada = join(ADA, 'Ada')
    const eve = join(EVE, 'Ben')

    expect(sentIn(call.feed({ type: 'chat', text: 'hello' })).map(([to]) => to)).to.deep.equal([ADA])
    call.receive(eve.presence, { type: 'chat', text: 'it is me' })
    call.receive(ada.presence, { type: 'chat', text: 'who is that?' })
    expect(call.events('message')).to.deep.equal([{ participant: ada, text: 'who is that?' }])
  })

  it('are sent no gestures, and theirs are not shown', () => {
    join(ADA, 'Ada')
    const eve = join(EVE, 'Ben')

    for (const input of [{ type: 'hand', raised: true }, { type: 'reaction', reaction: '👍' }] as const) {
      expect(sentIn(call.feed(input)).map(([to]) => to)).to.deep.equal([ADA])
      call.receive(eve.presence, input)
    }

    feed(() => call.feed({ type: 'channel', publicKey: EVE }))
    expect([...call.events('hand'), ...call.events('reaction')]).to.deep.equal([])
    expect(sentIn(effects).filter(([to, { type }]) => to === EVE && type === 'hand')).to.deep.equal([])
  })

  it('are released when the user trusts them, in this call and in the next', () => {
    const record = join(EVE, 'Ben')
    trust(EVE)

    expect(record).to.include({ onHold: false, namesake: undefined, contact: 'known', verified: false })
    expect(happened()).to.deep.equal(['hold e', 'changed e', 'release e'])
    expect(effects.some(effect => effect.type === 'emit' && effect.event === 'participant:update')).to.equal(true)
    expect(contacts.check(EVE, 'Ben').standing).to.equal('known')
    expect(contacts.check(BEN, 'Ben')).to.have.nested.property('contact.verified', true)

    // twice makes no difference
    trust(EVE)
    expect(happened().filter(word => word === 'release e')).to.have.lengthOf(1)
  })

  it('stay trusted until the call ends, also where contacts keep nothing', () => {
    start({ check: (publicKey, name) => contacts.check(publicKey, name) })
    const unchanged = contacts.contacts
    join(EVE, 'Ben')
    call.feed({ type: 'trust', publicKey: EVE })
    expect(contacts.contacts).to.equal(unchanged)
    call.receive(presenceOf(EVE), { type: 'leave' })
    expect(call.others).to.deep.equal([])

    expect(join(EVE, 'Ben').onHold).to.equal(false)
  })

  it('are held when they take the name during the call', () => {
    join(EVE, 'Eve')
    connect(EVE)

    expect(say(EVE, 'ben')).to.include({ onHold: true, contact: 'changed-key' })
    expect(happened()).to.deep.equal(['meet e', 'hold e', 'changed e'])
    trust(EVE)
    expect(happened()).to.include('release e')
  })

  it('are released neither by taking another name nor by what becomes of the contacts', () => {
    const record = join(EVE, 'Ben')
    say(EVE, 'Zoe')
    connect(EVE)
    expect(contacts.contacts.get(EVE)).to.equal(undefined)
    change(contacts.contacts.forget(BEN))

    expect(record).to.include({ onHold: true, contact: 'changed-key' })
    expect(happened()).to.deep.equal(['hold e', 'changed e'])
  })

  it('are held again for the next known name that they take', () => {
    change(contacts.contacts.add(ADA, 'Ada', 1))
    const record = join(EVE, 'Ben')
    say(EVE, 'Ada')
    trust(EVE)

    expect(record.onHold).to.equal(true)
    expect(record.namesake?.publicKey).to.equal(ADA)
    expect(happened()).to.deep.equal(['hold e', 'changed e', 'hold e', 'changed e'])
  })

  it('swap roles when the user says that the old key is lost', () => {
    join(BEN, 'Ben')
    join(EVE, 'Ben')
    trust(EVE, { forgetOthers: true })

    expect(call.protocol.participants.get(EVE)?.onHold).to.equal(false)
    expect(call.protocol.participants.get(BEN)?.onHold).to.equal(true)
    expect(happened()).to.include.members(['hold b', 'changed b', 'release e'])
  })

  it('include the second of two new participants with the same name', () => {
    join(ADA, 'Alex')
    join(EVE, 'Alex')
    connect(ADA)

    expect(call.protocol.participants.get(ADA)?.onHold).to.equal(false)
    expect(call.protocol.participants.get(EVE)?.onHold).to.equal(true)
    expect(happened()).to.deep.equal(['meet a', 'hold e', 'changed e'])
  })

  it('are reported when their key is verified, until the call is over', () => {
    const record = join(ADA, 'Ada')
    connect(ADA)
    effects = []
    change(contacts.contacts.verify(ADA))

    expect(record.verified).to.equal(true)
    expect(effects).to.deep.equal([{ type: 'emit', event: 'participant:update', detail: record }])

    call.leave()
    change(contacts.contacts.verify(ADA, false))
    expect(record.verified).to.equal(true)
  })
})
