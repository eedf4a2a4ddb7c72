import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, createInvite } from '../../src/index.ts'
import { Running } from '../cli/fixtures/run.ts'
import { ip, missingNamespaces } from '../fixtures/namespaces.ts'

/** A test's own: two machines on one cable */
const NAMES = [`gc${process.pid}a`, `gc${process.pid}b`]

describe('two machines on one network', () => {
  const missing = missingNamespaces()
  let directory: string

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))

    if (missing == null) {
      ip('netns', 'add', NAMES[0])
      ip('netns', 'add', NAMES[1])
      ip('link', 'add', 'lan0', 'netns', NAMES[0], 'type', 'veth', 'peer', 'name', 'lan0', 'netns', NAMES[1])

      NAMES.forEach((name, i) => {
        ip('-n', name, 'addr', 'add', `10.99.0.${i + 1}/24`, 'dev', 'lan0')
        ip('-n', name, 'link', 'set', 'lan0', 'up')
        ip('-n', name, 'link', 'set', 'lo', 'up')
        ip('-n', name, 'route', 'add', 'default', 'dev', 'lan0')
      })
    }
  })

  after(async () => {
    if (missing == null) {
      NAMES.forEach(name => { ip('netns', 'del', name) })
    }

    await rm(directory, { recursive: true })
  })

  it(`find each other with no bootstrap peer at all${missing == null ? '' : ` (skipped: ${missing})`}`, async function () {
    if (missing != null) {
      this.skip()
    }

    const group = createGroup({ name: 'friends', owner: await createIdentity() })
    const commands = NAMES.map(name => new Running([
      'call', createInvite(group), '--json', '--mdns', '--listen', '/ip4/0.0.0.0/tcp/0', '--audio', 'tone', '--key', join(directory, `${name}.json`)
    ], { namespace: name }))

    await Promise.all(commands.map(async command => command.event(({ type }) => type === 'heard')))
    commands.forEach(({ child }) => { child.kill('SIGTERM') })

    for (const { code } of await Promise.all(commands.map(async ({ result }) => result))) {
      expect(code).to.equal(0)
    }
  })
})
