import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { changeRoster, createGroup, isMember, readGroup, saveGroup, updateGroup } from '../../src/group/index.ts'
import { stored } from './fixtures/stored.ts'

describe('changes of a stored roster', () => {
  let directory: string

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-'))
  })

  after(async () => {
    await rm(directory, { recursive: true })
  })

  it('that an owner makes at the same time become successive versions', async () => {
    const ada = await createIdentity()
    const people = await Promise.all([1, 2, 3, 4, 5].map(async () => (await createIdentity()).publicKey))
    const group = createGroup({ name: 'friends', owner: ada, membersOnly: true })

    await saveGroup(directory, stored(group))
    await Promise.all(people.map(async publicKey => updateGroup(directory, group.id, async before => before == null
      ? undefined
      : { ...before, group: await changeRoster(before.group, ada, { add: [publicKey] }) })))

    const kept = (await readGroup(directory, group.id))?.group
    expect(kept?.roster).to.have.property('version', people.length)
    expect(kept?.links?.map(({ version }) => version)).to.deep.equal([1, 2, 3, 4])
    expect(people.filter(publicKey => kept == null || !isMember(kept, publicKey))).to.deep.equal([])
  })
})
