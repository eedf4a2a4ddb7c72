import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity, saveIdentity } from '../../keys/index.ts'
import { RosterEditor } from '../../src/call/roster-editor.ts'
import { GroupSync } from '../../src/cli/call/group-sync.ts'
import { addTicket, changeRoster, createGroup, createTicket, deleteGroup, groupPath, isMember, isOwner, readGroup, saveGroup } from '../../src/index.ts'
import { until } from '../fixtures/until.ts'
import { stored } from '../group/fixtures/stored.ts'
import { FakeMembersCall } from './fixtures/members-call.ts'
import { run } from './fixtures/run.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, StoredGroup } from '../../src/index.ts'

describe('the group of a call that is on', () => {
  let home: string
  let directory: string
  let ada: Identity
  let ben: Identity
  let cleo: Identity
  let group: Group
  let problems: Error[]
  let alarms: number[]
  let keepers: GroupSync[]

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    directory = join(home, 'groups')
    ;[ada, ben, cleo] = await Promise.all([1, 2, 3].map(async () => createIdentity()))
    group = await changeRoster(createGroup({ name: 'friends', owner: ada, membersOnly: true }), ada, { add: [ben.publicKey] })
    problems = []
    alarms = []
    keepers = []
  })

  afterEach(async () => {
    await Promise.all(keepers.map(async keeper => keeper.close()))
    await rm(home, { recursive: true, force: true })
  })

  const keep = (known: StoredGroup): GroupSync => {
    const keeper = new GroupSync({ directory, known, onProblem: err => { problems.push(err) }, onAlarm: version => { alarms.push(version) } })
    keepers.push(keeper)

    return keeper
  }

  /** A keeper with a call that it follows */
  const start = async (known: StoredGroup): Promise<{ keeper: GroupSync, call: FakeMembersCall }> => {
    const keeper = keep(known)
    const call = new FakeMembersCall(await keeper.open())
    keeper.attach(call)

    return { keeper, call }
  }

  it('is kept when the call begins, with what was known of it', async () => {
    const ticket = createTicket()
    await saveGroup(directory, stored(group, { addresses: ['/ip4/192.0.2.1/tcp/1'], tickets: [ticket] }))
    const { keeper } = await start(stored(group, { addresses: ['/ip4/192.0.2.2/tcp/1'] }))

    expect((await readGroup(directory, group.id))?.addresses.map(String)).to.deep.equal(['/ip4/192.0.2.2/tcp/1', '/ip4/192.0.2.1/tcp/1'])
    expect(keeper.tickets).to.deep.equal([ticket])
  })

  it('is joined as another process has left it meanwhile', async () => {
    const later = await changeRoster(group, ada, { add: [cleo.publicKey] })
    await saveGroup(directory, stored(later))

    expect((await keep(stored(group)).open()).roster?.version).to.equal(2)
  })

  it('is changed by the call after a change by another process that the call doesn\'t know yet', async () => {
    const { keeper, call } = await start(stored(group))
    await saveGroup(directory, stored(await changeRoster(group, ada, { add: [cleo.publicKey] })))
    const dan = await createIdentity()
    const editor = new RosterEditor({
      identity: ada,
      protocol: call,
      feed: input => { call.adopt((input as { group: Group }).group) },
      updateGroup: async change => keeper.update(change)
    })
    await editor.change({ add: [dan.publicKey] })

    const kept = (await readGroup(directory, group.id))?.group as Group
    expect([cleo, dan].map(({ publicKey }) => isMember(kept, publicKey))).to.deep.equal([true, true])
    expect(isMember(call.group, cleo.publicKey)).to.equal(true)
    expect([problems, alarms]).to.deep.equal([[], []])
  })

  it('is changed by the call alone when it can\'t be stored, or was deleted', async () => {
    const { keeper } = await start(stored(group))
    const change = async (before: Group = group): Promise<Group> => changeRoster(before, ada, { add: [cleo.publicKey] })
    await writeFile(groupPath(directory, group.id), 'damaged')
    expect(isMember(await keeper.update(change), cleo.publicKey)).to.equal(true)
    expect(problems).to.have.lengthOf.at.least(1)

    await deleteGroup(directory, group.id)
    expect(isMember(await keeper.update(change), cleo.publicKey)).to.equal(true)
    expect(await readGroup(directory, group.id)).to.equal(undefined)
  })

  it('is written when it changes in the call', async () => {
    const { keeper, call } = await start(stored(group))
    call.change(await changeRoster(group, ada, { remove: [ben.publicKey] }))
    await keeper.close()

    const kept = (await readGroup(directory, group.id))?.group as Group
    expect(isMember(kept, ben.publicKey)).to.equal(false)
    expect(kept).to.deep.include({ epoch: 1, secret: call.group.secret })
    expect(call.adopted).to.deep.equal([])
  })

  it('is taken by the call when another process changes it', async function () {
    await saveIdentity(join(home, 'identity.json'), ada)
    const { call } = await start(stored(group))
    const options = { env: { GROUPCALL_HOME: home } }

    const added = await run(['group', 'add', 'friends', cleo.publicKey, '--owner'], options)
    await until('Cleo as an owner', () => isOwner(call.group, cleo.publicKey), { on: [call, 'group'] })
    const removed = await run(['group', 'remove', 'friends', ben.publicKey.slice(0, 8)], options)
    await until('Ben to be removed', () => !isMember(call.group, ben.publicKey), { on: [call, 'group'] })

    expect([added.code, removed.code]).to.deep.equal([0, 0])
    expect(call.group.epoch).to.equal(1)
    expect(call.adopted).to.have.lengthOf(2)
    expect(problems).to.deep.equal([])
  })

  it('lets in by invites that another process makes, and once', async () => {
    const { keeper, call } = await start(stored(group))
    const ticket = createTicket()
    // a change that reaches the call shows that the file was read
    const next = await changeRoster(group, ada, { add: [cleo.publicKey] })
    await saveGroup(directory, addTicket(stored(next), ticket, 0))
    await until('a change of the group', () => call.adopted.length === 1, { on: [call, 'group'] })
    expect(keeper.tickets).to.deep.equal([ticket])

    call.safeDispatchEvent('ticket', { detail: ticket })
    expect(keeper.tickets).to.deep.equal([])
    await keeper.close()
    expect((await readGroup(directory, group.id))?.tickets).to.deep.equal([])
  })

  it('is the same everywhere when it was changed in two ways at once, and that is said', async () => {
    const { keeper, call } = await start(stored(group))
    const here = await changeRoster(group, ada, { add: [cleo.publicKey] })
    const there = await changeRoster(group, ada, { addOwners: [ben.publicKey] })
    await saveGroup(directory, stored(there))
    call.change(here)
    await keeper.close()

    expect((await readGroup(directory, group.id))?.group.roster?.signed?.bytes).to.deep.equal(call.group.roster?.signed?.bytes)
    // the call itself raises the alarm for what it adopts
    expect([...alarms, ...call.adopted.map(({ roster }) => roster?.version)]).to.deep.equal([2])
  })

  it('is not kept again when it was forgotten', async () => {
    const { keeper, call } = await start(stored(group))
    await deleteGroup(directory, group.id)
    call.change(await changeRoster(group, ada, { add: [cleo.publicKey] }))
    await keeper.close()

    expect(await readdir(directory)).to.deep.equal([])
    expect(problems).to.deep.equal([])
  })

  it('is left alone where its file is broken, and that is said', async () => {
    const { keeper, call } = await start(stored(group))
    await writeFile(groupPath(directory, group.id), 'hello')
    call.change(await changeRoster(group, ada, { add: [cleo.publicKey] }))
    await keeper.close()

    expect(problems.map(({ name }) => name)).to.include('GroupFileError')
    await expect(readGroup(directory, group.id)).to.eventually.be.rejected.with.property('code', 'not-a-group-file')
  })
})
