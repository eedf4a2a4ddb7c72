import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity, saveIdentity } from '../../keys/index.ts'
import { run, Running } from './fixtures/run.ts'
import type { Identity } from '../../keys/index.ts'

describe('a person whose number was compared on the command line', () => {
  let directory: string
  let ada: Identity
  let ben: Identity
  let running: Running[] = []

  const keyOf = (name: string): string => join(directory, name, 'identity.json')
  const start = (name: string, ...args: string[]): Running => {
    const call = new Running(['call', '--json', '--name', name, '--key', keyOf(name), '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--audio', 'none', ...args])
    running.push(call)

    return call
  }

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'));
    [ada, ben] = await Promise.all([createIdentity(), createIdentity()])
    await Promise.all([saveIdentity(keyOf('Ada'), ada), saveIdentity(keyOf('Ben'), ben)])
  })

  afterEach(async () => {
    await Promise.all(running.map(async call => call.kill()))
    running = []
    await rm(directory, { recursive: true, force: true })
  })

  it('is verified in every call from then on, and nobody is before', async () => {
    const meet = async (): Promise<any> => {
      const first = start('Ada')
      const { invite } = await first.event(({ type }) => type === 'invite')
      const second = start('Ben', invite)
      const { participants } = await first.event(({ type, participants }) => type === 'status' && participants[0]?.linkState === 'connected')

      for (const call of [second, first]) {
        call.child.kill('SIGINT')
        await call.result
      }

      return participants[0]
    }

    expect(await meet()).to.include({ publicKey: ben.publicKey, contact: 'new', verified: false })
    const [ours, theirs] = await Promise.all([
      run(['contact', 'show', ben.publicKey, '--key', keyOf('Ada'), '--json']),
      run(['contact', 'show', ada.publicKey, '--key', keyOf('Ben'), '--json'])
    ])
    const { pairNumber } = JSON.parse(ours.stdout)
    expect(pairNumber).to.match(/^(\d{5} ){11}\d{5}$/)
    expect(JSON.parse(theirs.stdout).pairNumber).to.equal(pairNumber)

    expect((await run(['contact', 'verify', ben.publicKey, '--key', keyOf('Ada')])).code).to.equal(0)
    expect(await meet()).to.include({ publicKey: ben.publicKey, contact: 'known', verified: true })
  })
})
