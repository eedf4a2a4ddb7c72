import { expect } from 'aegir/chai'
import { TypedEventEmitter } from 'main-event'
import { KnownPeople } from '../../src/app/session/known-people.ts'
import { until } from '../fixtures/until.ts'
import type { Engine } from '../../src/app/session/load-engine.ts'
import type { ContactBookEvents } from '../../src/index.ts'

/** Contacts that are written when the test says so */
class FakeContacts extends TypedEventEmitter<ContactBookEvents> {
  writing = Promise.withResolvers<void>()

  async settled (): Promise<void> {
    await this.writing.promise
  }
}

describe('the people that the user of a page knows', () => {
  it('is kept when it is written, and not before', async () => {
    const contacts = new FakeContacts()
    const told: boolean[] = []
    const people = await KnownPeople.open({
      engine: { defaultContactsPath: () => '', openContacts: async () => contacts } as unknown as Engine,
      publicKey: '',
      identityPath: '',
      onChange: () => { told.push(people.kept) },
      onProblem: () => {}
    })
    expect(people.kept).to.be.true()

    contacts.safeDispatchEvent('change')
    contacts.safeDispatchEvent('change')
    expect(people.kept).to.be.false()

    contacts.writing.resolve()
    await until('the contacts to be kept', () => people.kept)
    expect(told).to.deep.equal([false, false, false, true])
  })
})
