import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'aegir/chai'
import { createIdentity, saveIdentity } from '../../keys/index.ts'
import { createGroup, groupIdOf, isMember, readGroup, saveGroup } from '../../src/group/index.ts'
import { stored } from './fixtures/stored.ts'
import type { ChildProcess } from 'node:child_process'

const SCRIPT = fileURLToPath(new URL('./fixtures/add-members.js', import.meta.url))
const PROCESSES = 3
const MEMBERS_EACH = 8

describe('processes of one owner that change a stored roster at the same moment', () => {
  let home: string
  const children: ChildProcess[] = []

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'groupcall-'))
  })

  after(async () => {
    children.forEach(child => { child.kill('SIGKILL') })
    await rm(home, { recursive: true })
  })

  it('lose no change', async () => {
    const ada = await createIdentity()
    const keyFile = join(home, 'identity.json')
    const directory = join(home, 'groups')
    const group = createGroup({ name: 'friends', owner: ada, membersOnly: true })
    const people = await Promise.all(Array.from({ length: PROCESSES * MEMBERS_EACH }, async () => (await createIdentity()).publicKey))
    await saveIdentity(keyFile, ada)
    await saveGroup(directory, stored(group))

    for (let index = 0; index < PROCESSES; index++) {
      const own = people.slice(index * MEMBERS_EACH, (index + 1) * MEMBERS_EACH)
      children.push(fork(SCRIPT, [directory, groupIdOf(group), keyFile, ...own], { stdio: ['pipe', 'pipe', 'inherit', 'ipc'] }))
    }

    await Promise.all(children.map(async ({ stdout }) => stdout == null ? undefined : once(stdout, 'data')))
    const exits = children.map(async child => once(child, 'exit'))
    children.forEach(({ stdin }) => { stdin?.write('go\n') })
    expect((await Promise.all(exits)).map(([code]) => code)).to.deep.equal(children.map(() => 0))

    const kept = (await readGroup(directory, group.id))?.group
    expect(kept?.roster?.version).to.equal(people.length)
    expect(people.filter(publicKey => kept == null || !isMember(kept, publicKey))).to.deep.equal([])
    expect(await readdir(directory)).to.have.lengthOf(1)
  })
})
