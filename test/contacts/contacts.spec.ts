import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { Contacts, ContactsFullError, MAX_CONTACTS } from '../../src/contacts/index.ts'
import { foldName } from '../../src/contacts/names.ts'
import type { Contact, ContactStanding } from '../../src/contacts/index.ts'

const [ADA, BEN, EVE] = ['a', 'b', 'e'].map(digit => digit.repeat(64))
const NOW = 1_700_000_000_000

function contact (publicKey: string, name: string, verified = false): Contact {
  return { publicKey, name, verified, firstSeen: NOW }
}

describe('a key that comes under a name', () => {
  const contacts = new Contacts([contact(ADA, 'Ada Lovelace', true), contact(BEN, 'Ben'), contact('c'.repeat(64), '')])

  const cases: Array<[ContactStanding, string, string, string]> = [
    ['known', 'as it is kept', BEN, 'Ben'],
    ['known', 'in other case', BEN, 'BEN'],
    ['known', 'without a name', BEN, ''],
    ['known', 'with a name, where none is kept', 'c'.repeat(64), 'Chloé'],
    ['new', 'as somebody new', EVE, 'Eve'],
    ['new', 'as somebody new without a name', EVE, ''],
    ['new', 'as a part of a known name', EVE, 'Ada'],
    ['renamed', 'under a new name', BEN, 'Benjamin'],
    ['changed-key', 'under somebody\'s name', EVE, 'Ben'],
    ['changed-key', 'under somebody\'s name in other case', EVE, 'bEN'],
    ['changed-key', 'with space around it', EVE, ' Ben\t'],
    ['changed-key', 'with another kind of space', EVE, 'Ada\u00a0\u2003Lovelace'],
    ['changed-key', 'with a line break in it, which no screen shows', EVE, 'B\nen'],
    ['changed-key', 'without the space', EVE, 'adalovelace'],
    ['changed-key', 'with what takes no room', EVE, 'B\u200be\u00adn\u2060\u{e0001}'],
    ['changed-key', 'with characters that turn the direction', EVE, '\u202dBen\u202c'],
    ['changed-key', 'in wide letters', EVE, 'Ｂｅｎ'],
    ['changed-key', 'of a person who is known by another key', BEN, 'ada lovelace']
  ]

  for (const [standing, how, publicKey, name] of cases) {
    it(`${how} is ${standing}`, () => {
      expect(contacts.check(publicKey, name).standing).to.equal(standing)
    })
  }

  it('tells whose key and whose name it is', () => {
    expect(contacts.check(BEN, 'ada lovelace')).to.deep.equal({ standing: 'changed-key', contact: contact(BEN, 'Ben'), namesake: contact(ADA, 'Ada Lovelace', true) })
    expect(contacts.check(BEN, 'Benjamin')).to.deep.equal({ standing: 'renamed', contact: contact(BEN, 'Ben') })
    expect(contacts.check(EVE, 'Eve')).to.deep.equal({ standing: 'new' })
  })

  it('is folded the same however often', () => {
    for (const name of ['Großmann', 'GROẞMANN', 'Grossmann']) {
      expect(foldName(name)).to.equal('grossmann')
    }

    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), name => {
      expect(foldName(foldName(name))).to.equal(foldName(name))
      expect(foldName(` ${name}\u200b`)).to.equal(foldName(name))
    }))
  })
})

describe('contacts', () => {
  const known = new Contacts([contact(BEN, 'Ben', true)])

  it('add a new person once, and as not verified', () => {
    const met = known.meet(EVE, 'Eve', NOW)

    expect(met.get(EVE)).to.deep.equal(contact(EVE, 'Eve'))
    expect(met.meet(EVE, 'Eve', NOW + 1)).to.equal(met)
    expect(known.size).to.equal(1)
  })

  it('don\'t change when known people join', () => {
    expect(known.meet(EVE, 'ben', NOW)).to.equal(known)
    expect(known.meet(BEN, 'Benjamin', NOW)).to.equal(known)
    expect(known.meet(BEN, '', NOW)).to.equal(known)
  })

  it('learn a name where there was none', () => {
    expect(new Contacts([contact(EVE, '')]).meet(EVE, 'Eve', NOW + 1).get(EVE)).to.deep.equal(contact(EVE, 'Eve'))
    expect(new Contacts([contact(EVE, ''), contact(BEN, 'Ben')]).meet(EVE, 'Ben', NOW).get(EVE)?.name).to.equal('')
  })

  it('keep a person under two keys when both are trusted, the new one not verified', () => {
    const trusted = known.trust(EVE, 'Ben', NOW)

    expect(trusted.list()).to.deep.equal([contact(BEN, 'Ben', true), contact(EVE, 'Ben')])
    expect([trusted.check(BEN, 'Ben').standing, trusted.check(EVE, 'Ben').standing, trusted.check(ADA, 'Ben').standing]).to.deep.equal(['known', 'known', 'changed-key'])
  })

  it('forget the old key when that is wanted', () => {
    const trusted = known.trust(EVE, ' BEN', NOW, true)

    expect(trusted.list()).to.deep.equal([contact(EVE, ' BEN')])
    expect(trusted.check(BEN, 'Ben').standing).to.equal('changed-key')
  })

  it('have verified nothing of a key that took another\'s name', () => {
    const trusted = known.add(ADA, 'Ada', NOW).trust(BEN, 'Ada', NOW + 1)

    expect(trusted.get(BEN)).to.deep.equal(contact(BEN, 'Ada'))
  })

  it('are verified, and no longer verified', () => {
    const verified = known.meet(EVE, 'Eve', NOW).verify(EVE)

    expect(verified.get(EVE)?.verified).to.be.true()
    expect(verified.verify(EVE, false).get(EVE)?.verified).to.be.false()
    expect(known.verify(EVE)).to.equal(known)
    expect(verified.add(EVE, 'Evelyn', NOW + 1).get(EVE)).to.deep.equal(contact(EVE, 'Evelyn', true))
  })

  it('are found by the first digits, listed by name, and forgotten', () => {
    const contacts = known.add(ADA, 'Zoe', NOW).add(`bb${'0'.repeat(62)}`, 'Anna', NOW)

    expect(contacts.find('bb').map(({ name }) => name)).to.deep.equal(['Anna', 'Ben'])
    expect(contacts.list().map(({ name }) => name)).to.deep.equal(['Anna', 'Ben', 'Zoe'])
    expect(contacts.forget(BEN).find('bb').map(({ name }) => name)).to.deep.equal(['Anna'])
    expect(contacts.forget(EVE)).to.equal(contacts)
  })

  it('are not pushed out by others, however many come', () => {
    const full = new Contacts(Array.from({ length: MAX_CONTACTS }, (_, index) => contact(index.toString(16).padStart(64, '0'), `person ${index}`)))

    expect(full.meet(EVE, 'Eve', NOW)).to.equal(full)
    expect(() => full.add(EVE, 'Eve', NOW)).to.throw(ContactsFullError, /forget/)
    expect(full.check(EVE, 'person 0').standing).to.equal('changed-key')
    expect(full.trust(EVE, 'person 0', NOW, true).size).to.equal(MAX_CONTACTS)
  })
})
