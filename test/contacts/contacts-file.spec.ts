import { expect } from 'aegir/chai'
import { Contacts, ContactsFileError, decodeContacts, encodeContacts, MAX_CONTACTS } from '../../src/contacts/index.ts'
import type { Contact, ContactsFileErrorCode } from '../../src/contacts/index.ts'

const BEN: Contact = { publicKey: 'b'.repeat(64), name: 'Ben "\n☕', verified: true, firstSeen: 1_700_000_000_000 }

describe('the text of contacts', () => {
  const text = encodeContacts(new Contacts([BEN, { ...BEN, publicKey: 'c'.repeat(64), name: '', verified: false }]))

  it('gives them back', () => {
    expect(decodeContacts(text).list()).to.deep.equal([{ ...BEN, publicKey: 'c'.repeat(64), name: '', verified: false }, BEN])
  })

  it('is JSON that people can read and change', () => {
    expect(JSON.parse(text)).to.deep.include({ type: 'groupcall-contacts', version: 1 })
    expect(JSON.parse(text).contacts[1]).to.deep.equal({ ...BEN, firstSeen: '2023-11-14T22:13:20.000Z' })
    expect(decodeContacts(`\ufeff${text.replaceAll('\n', '\r\n').replace('"type"', '"comment": "mine", "type"')}`).size).to.equal(2)
  })

  it('of as many as are kept can be read again', () => {
    const many = new Contacts(Array.from({ length: MAX_CONTACTS }, (_, index) => ({ ...BEN, publicKey: index.toString(16).padStart(64, '0'), name: '☕'.repeat(21) })))

    expect(decodeContacts(encodeContacts(many)).size).to.equal(MAX_CONTACTS)
  })

  const change = (contact: object): string => JSON.stringify({ type: 'groupcall-contacts', version: 1, contacts: [{ ...JSON.parse(text).contacts[1], ...contact }] })
  const broken: Array<[string, ContactsFileErrorCode, string, RegExp]> = [
    ['an empty file', 'cut-short', ' \n', /restore it/],
    ['a file that is cut short', 'cut-short', text.slice(0, -20), /restore it/],
    ['a picture', 'not-contacts', '\ufffdPNG', /move the file away/],
    ['a key file', 'not-contacts', '{"type":"groupcall-identity","version":1}', /move the file away/],
    ['a file of a newer version', 'newer-version', text.replace('"version": 1', '"version": 2'), /update groupcall/],
    ['a large file', 'too-large', text.padEnd(1024 * 1024 + 1), /larger/],
    ['a file without contacts', 'damaged', '{"type":"groupcall-contacts","version":1}', /restore it/],
    ['too many contacts', 'damaged', JSON.stringify({ type: 'groupcall-contacts', version: 1, contacts: Array.from({ length: MAX_CONTACTS + 1 }, () => null) }), /restore it/],
    ['the same key twice', 'damaged', text.replace('c'.repeat(64), 'b'.repeat(64)), /restore it/],
    ['a short key', 'damaged', change({ publicKey: 'b' }), /restore it/],
    ['a long name', 'damaged', change({ name: 'x'.repeat(65) }), /restore it/],
    ['a name that is none', 'damaged', change({ name: 5 }), /restore it/],
    ['a doubtful verification', 'damaged', change({ verified: 'yes' }), /restore it/],
    ['no time', 'damaged', change({ firstSeen: undefined }), /restore it/]
  ]

  for (const [what, code, content, says] of broken) {
    it(`is refused as ${code} for ${what}, in a line that names the file`, () => {
      expect(() => decodeContacts(content, 'my\ncontacts.json')).to.throw(ContactsFileError, /^my\?contacts\.json: [^\n]+$/).that.satisfies((err: ContactsFileError) => err.code === code && says.test(err.message))
    })
  }
})
