import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity, saveIdentity } from '../../keys/index.ts'
import { loadContacts, pairNumber, updateContacts } from '../../src/index.ts'
import { run, Running } from './fixtures/run.ts'
import type { Identity } from '../../keys/index.ts'

describe('a call of the command line with a person whose key has changed', () => {
  let directory: string
  let old: Identity
  let ben: Identity
  let ada: Identity
  let running: Running[] = []

  const start = (name: string, ...args: string[]): Running => {
    const call = new Running(['call', '--json', '--name', name, '--key', join(directory, name, 'identity.json'), '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--audio', 'tone', ...args])
    running.push(call)

    return call
  }

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'));
    [ada, ben, old] = await Promise.all([createIdentity(), createIdentity(), createIdentity()])
    await saveIdentity(join(directory, 'Ada', 'identity.json'), ada)
    await saveIdentity(join(directory, 'Ben', 'identity.json'), ben)
    await updateContacts(join(directory, 'Ada', 'contacts.json'), contacts => contacts.add(old.publicKey, 'BEN', 1).verify(old.publicKey))
  })

  afterEach(async () => {
    await Promise.all(running.map(async call => call.kill()))
    running = []
    await rm(directory, { recursive: true, force: true })
  })

  it('says so, and does not hear them', async () => {
    const first = start('Ada')
    const { invite } = await first.event(({ type }) => type === 'invite')
    const second = start('Ben', invite)
    const changed = await first.event(({ type }) => type === 'identity:changed')

    expect(changed).to.deep.equal({
      type: 'identity:changed',
      publicKey: ben.publicKey,
      name: 'Ben',
      known: { publicKey: old.publicKey, name: 'BEN', verified: true },
      pairNumber: pairNumber(ada.publicKey, ben.publicKey)
    })
    const { participants } = await first.event(({ type, participants }) => type === 'status' && participants[0]?.linkState === 'connected')
    expect(participants[0]).to.include({ onHold: true, contact: 'changed-key', verified: false, heard: false })

    // the other end, which knows nobody, has met Ada
    await second.event(({ type, participants }) => type === 'status' && participants[0]?.linkState === 'connected')
    second.child.kill('SIGINT')
    await second.result
    await first.event(({ type }) => type === 'participant:leave')
    first.child.kill('SIGINT')
    const { code, stderr } = await first.result

    expect([code, stderr]).to.deep.equal([0, ''])
    expect(first.events.some(({ type }) => type === 'heard')).to.be.false()
    expect(first.events.at(-1).participants[0]).to.include({ heard: false })
    expect((await loadContacts(join(directory, 'Ada', 'contacts.json'))).list().map(({ publicKey }) => publicKey)).to.deep.equal([old.publicKey])
    expect((await loadContacts(join(directory, 'Ben', 'contacts.json'))).get(ada.publicKey)).to.include({ name: 'Ada', verified: false })
  })

  it('hears them when their key was accepted in advance, and keeps it', async () => {
    const first = start('Ada', '--trust', ben.publicKey.toUpperCase())
    const { invite } = await first.event(({ type }) => type === 'invite')
    const second = start('Ben', invite)
    await Promise.all([first, second].map(async call => call.event(({ type }) => type === 'heard')))

    expect(first.events.filter(({ type }) => type === 'identity:changed' || type === 'trusted').map(({ type }) => type)).to.deep.equal(['identity:changed', 'trusted'])
    first.child.kill('SIGINT')
    await first.result
    const contacts = await loadContacts(join(directory, 'Ada', 'contacts.json'))
    expect(contacts.list().map(({ publicKey, verified }) => [publicKey, verified])).to.have.deep.members([[old.publicKey, true], [ben.publicKey, false]])
  })

  it('does not begin with contacts that cannot be used, nor trusts a part of a key', async () => {
    const path = join(directory, 'Ada', 'contacts.json')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.slice(0, -10))
    const broken = await run(['call', '--audio', 'none', '--key', join(directory, 'Ada', 'other.json')])
    const short = await run(['call', '--audio', 'none', '--key', join(directory, 'Ada', 'other.json'), '--trust', ben.publicKey.slice(0, 32)])

    expect([broken.code, short.code]).to.deep.equal([2, 2])
    expect(broken.stderr).to.match(/^groupcall: .*contacts\.json: the file is cut short: [^\n]+\n$/)
    expect(short.stderr).to.match(/^groupcall: --trust "[0-9a-f]{32}" isn't a public key: a key has 64 digits[^\n]+\n$/)
    expect(await readFile(path, 'utf8')).to.equal(text.slice(0, -10))
    await expect(readFile(join(directory, 'Ada', 'other.json'))).to.eventually.be.rejected.with.property('code', 'ENOENT')
  })
})
