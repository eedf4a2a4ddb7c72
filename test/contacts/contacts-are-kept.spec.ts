import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { expect } from 'aegir/chai'
import { defaultContactsPath, loadContacts, openContacts, updateContacts } from '../../src/index.ts'
import { temporaryDirectory } from '../keys/fixtures/directory.ts'

const [ADA, BEN] = ['a', 'b'].map(digit => digit.repeat(64))

describe('contacts on disk', () => {
  const at = temporaryDirectory()
  let path: string

  beforeEach(() => {
    path = defaultContactsPath(at('identity.json'))
  })

  it('are beside the identity', () => {
    expect(path).to.equal(at('contacts.json'))
  })

  it('are empty without a file, and reading doesn\'t create one', async () => {
    expect((await loadContacts(path)).size).to.equal(0)
    await updateContacts(path, contacts => contacts.verify(ADA))
    expect(await readdir(at())).to.be.empty()
  })

  it('are there again, for their owner alone', async () => {
    await updateContacts(at('some', 'where.json'), contacts => contacts.add(ADA, 'Ada', 1))

    expect((await loadContacts(at('some', 'where.json'))).list()).to.deep.equal([{ publicKey: ADA, name: 'Ada', verified: false, firstSeen: 1 }])
    expect((await stat(at('some', 'where.json'))).mode & 0o777).to.equal(0o600)
    expect(await readdir(at('some'))).to.deep.equal(['where.json'])
  })

  it('are all there when many are changed at once', async () => {
    const keys = Array.from({ length: 16 }, (_, index) => index.toString(16).repeat(64))
    await Promise.all(keys.map(async key => updateContacts(path, contacts => contacts.add(key, `person ${key[0]}`, 1))))

    expect((await loadContacts(path)).list().map(({ publicKey }) => publicKey)).to.have.members(keys)
  })

  it('stay as they are when the file is broken, a change is refused or nothing changes', async () => {
    await writeFile(path, '{ "type": "groupcall-con')
    const before = await stat(path)

    await expect(loadContacts(path)).to.eventually.be.rejected.with.property('code', 'cut-short')
    await expect(openContacts(path)).to.eventually.be.rejected.with.property('code', 'cut-short')
    await expect(updateContacts(path, contacts => contacts.add(ADA, 'Ada', 1))).to.eventually.be.rejected.with.property('code', 'cut-short')
    expect(await readFile(path, 'utf8')).to.equal('{ "type": "groupcall-con')
    expect((await stat(path)).mtimeMs).to.equal(before.mtimeMs)
  })

  it('are only read from regular files', async () => {
    await mkdir(path)
    await expect(loadContacts(path)).to.eventually.be.rejected.with.property('code', 'not-contacts')
  })
})

describe('a contact book', () => {
  const at = temporaryDirectory()
  let path: string

  beforeEach(() => {
    path = at('contacts.json')
  })

  it('answers at once, and stores changes', async () => {
    const book = await openContacts(path)
    let changes = 0
    book.addEventListener('change', () => { changes++ })
    book.meet(ADA, 'Ada')
    book.verify(ADA)
    book.meet(BEN, 'Ada')

    expect(book.check(ADA, 'Ada').contact?.verified).to.be.true()
    expect(book.check(BEN, 'Ada').standing).to.equal('changed-key')
    expect(changes).to.equal(2)
    await book.settled()
    expect((await loadContacts(path)).get(ADA)?.verified).to.be.true()

    book.trust(BEN, 'Ada', { forgetOthers: true })
    await book.settled()
    expect((await loadContacts(path)).list().map(({ publicKey }) => publicKey)).to.deep.equal([BEN])
  })

  it('doesn\'t undo changes of another process', async () => {
    const book = await openContacts(path)
    await updateContacts(path, contacts => contacts.add(ADA, 'Ada', 1).verify(ADA))
    book.meet(BEN, 'Ben')
    await book.settled()

    expect((await loadContacts(path)).list().map(({ name, verified }) => [name, verified])).to.deep.equal([['Ada', true], ['Ben', false]])
    expect(book.check(ADA, 'Ada').contact?.verified).to.be.true()
  })

  it('goes on when nothing can be kept, says so, and keeps it with the next change', async () => {
    const book = await openContacts(path)
    const problems: Error[] = []
    book.addEventListener('problem', ({ detail }) => { problems.push(detail) })
    await writeFile(path, 'broken')
    book.meet(ADA, 'Ada')
    await book.settled()

    expect(problems.map(({ name }) => name)).to.deep.equal(['ContactsFileError'])
    expect(book.check(ADA, 'Ada').standing).to.equal('known')
    expect(await readFile(path, 'utf8')).to.equal('broken')

    await writeFile(path, '{"type":"groupcall-contacts","version":1,"contacts":[]}')
    await chmod(path, 0o644)
    book.meet(BEN, 'Ben')
    await book.settled()
    expect((await loadContacts(path)).list().map(({ name }) => name)).to.deep.equal(['Ada', 'Ben'])
    expect((await stat(path)).mode & 0o777).to.equal(0o600)
  })
})
