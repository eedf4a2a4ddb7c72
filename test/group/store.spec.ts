import { execFileSync } from 'node:child_process'
import { utimesSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { addTicket, createGroup, createTicket, defaultGroupsPath, deleteGroup, encodeGroupFile, GroupFileError, GroupNameError, groupPath, listGroups, loadGroup, readGroup, saveGroup, updateGroup, watchGroup, MAX_GROUP_FILE_BYTES } from '../../src/group/index.ts'
import { temporaryDirectory } from '../keys/fixtures/directory.ts'
import { stored, textOf } from './fixtures/stored.ts'
import type { Identity } from '../../keys/index.ts'
import type { StoredGroup } from '../../src/group/index.ts'

const posix = process.platform !== 'win32'

describe('the groups that are kept', () => {
  const at = temporaryDirectory()
  let owner: Identity
  let friends: StoredGroup
  let work: StoredGroup
  let directory: string
  let path: string

  before(async () => {
    owner = await createIdentity()
    friends = stored(createGroup({ name: 'Friends', owner, membersOnly: true }), { addresses: ['/ip4/192.0.2.1/tcp/1'] })
    work = stored(createGroup({ name: 'work', owner }))
  })

  beforeEach(() => {
    directory = at('home', 'groups')
    path = groupPath(directory, friends.group.id)
  })

  it('are beside the key, and each key has its own', () => {
    expect(defaultGroupsPath(join('home', 'identity.json'))).to.equal(join('home', 'groups'))
    expect(defaultGroupsPath(join('home', 'ben.json'))).to.equal(join('home', 'ben-groups'))
    expect(defaultGroupsPath('ben')).to.equal('ben-groups')
    expect(path).to.match(/home.groups.[0-9a-f]{16}\.json$/)
  })

  it('are given back by their names, or their ids', async () => {
    await saveGroup(directory, friends)
    await saveGroup(directory, work)

    expect((await listGroups(directory)).map(({ group }) => group.name)).to.deep.equal(['Friends', 'work'])
    expect(textOf(await loadGroup(directory, 'friends'))).to.equal(textOf(friends))
    expect(textOf(await loadGroup(directory, Buffer.from(work.group.id).toString('hex').slice(0, 8)))).to.equal(textOf(work))
    expect(textOf(await readGroup(directory, work.group.id))).to.equal(textOf(work))
    await expect(loadGroup(directory, 'foes')).to.eventually.be.rejectedWith(GroupNameError)
  })

  it('are none where nothing was kept, and none is made by looking', async () => {
    expect(await listGroups(directory)).to.deep.equal([])
    expect(await readGroup(directory, friends.group.id)).to.equal(undefined)
    await expect(loadGroup(directory, 'friends')).to.eventually.be.rejectedWith(GroupNameError)
    await deleteGroup(directory, friends.group.id)
    expect(await readdir(at())).to.deep.equal([])
  })

  it('can be read by nobody else', async function () {
    if (!posix) {
      this.skip()
    }

    await saveGroup(directory, friends)

    expect((await stat(path)).mode & 0o777).to.equal(0o600)
    expect((await stat(directory)).mode & 0o777).to.equal(0o700)

    await chmod(path, 0o644)
    await saveGroup(directory, { ...friends, network: 'amino' })
    expect((await stat(path)).mode & 0o777).to.equal(0o600)
  })

  it('are replaced as a whole, and not written when nothing changes', async () => {
    await saveGroup(directory, friends)
    const { ino } = await stat(path)
    await saveGroup(directory, friends)
    expect((await stat(path)).ino).to.equal(ino)

    await saveGroup(directory, { ...friends, network: 'amino' })
    expect((await stat(path)).ino).to.not.equal(ino)
    expect(await readdir(directory)).to.have.lengthOf(1)
    expect(await readGroup(directory, friends.group.id)).to.have.property('network', 'amino')
  })

  it('are forgotten', async () => {
    await saveGroup(directory, friends)
    await saveGroup(directory, work)
    await deleteGroup(directory, friends.group.id)

    expect((await listGroups(directory)).map(({ group }) => group.name)).to.deep.equal(['work'])
  })

  it('keep what several change at once', async () => {
    await saveGroup(directory, friends)
    const tickets = Array.from({ length: 8 }, () => createTicket())
    await Promise.all(tickets.map(async ticket => updateGroup(directory, friends.group.id, before => before == null ? undefined : addTicket(before, ticket, 0))))

    const kept = (await readGroup(directory, friends.group.id))?.tickets ?? []
    expect(kept).to.have.deep.members(tickets)
  })

  it('are changed by what was written in the meantime', async () => {
    await saveGroup(directory, friends)
    const [first, second] = [createTicket(), createTicket()]
    const seen: number[] = []
    await updateGroup(directory, friends.group.id, async before => {
      seen.push(before?.tickets.length ?? -1)

      if (seen.length === 1) {
        await saveGroup(directory, addTicket(friends, first, 0))
      }

      return before == null ? undefined : addTicket(before, second, 0)
    })

    expect(seen).to.deep.equal([0, 1])
    expect((await readGroup(directory, friends.group.id))?.tickets).to.deep.equal([first, second])
  })

  it('are not made, and not changed, by a change that returns nothing or fails', async () => {
    expect(await updateGroup(directory, friends.group.id, () => undefined)).to.equal(undefined)
    await expect(updateGroup(directory, friends.group.id, () => { throw new Error('no') })).to.eventually.be.rejectedWith('no')
    expect(await readdir(at())).to.deep.equal([])
  })

  describe('and are broken', () => {
    const broken: Array<[what: string, code: string, text: () => string | Uint8Array]> = [
      ['a cut-short file', 'cut-short', () => encodeGroupFile(friends).slice(0, -30)],
      ['an empty file', 'cut-short', () => ''],
      ['a picture', 'not-a-group-file', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff)],
      ['a newer file', 'newer-version', () => encodeGroupFile(friends).replace('"version": 1', '"version": 2')],
      ['a damaged file', 'damaged', () => encodeGroupFile(friends).replace('"epoch": 0', '"epoch": -1')],
      ['a large file', 'too-large', () => encodeGroupFile(friends).padEnd(MAX_GROUP_FILE_BYTES + 1)],
      ['the file of another group', 'damaged', () => encodeGroupFile(work)]
    ]

    broken.forEach(([what, code, text]) => {
      it(`leave ${what} as it is`, async () => {
        await mkdir(directory, { recursive: true })
        await writeFile(path, text())
        const bytes = await readFile(path)
        const { mtimeMs, ino } = await stat(path)

        const attempts: Array<() => Promise<unknown>> = [
          async () => listGroups(directory),
          async () => loadGroup(directory, 'friends'),
          async () => readGroup(directory, friends.group.id),
          async () => saveGroup(directory, friends)
        ]

        for (const attempt of attempts) {
          const err: any = await attempt().then(() => undefined, err => err)

          expect(err).to.be.instanceOf(GroupFileError)
          expect(err).to.include({ code, path })
          expect(err.message).to.match(/^[^\n]+\.json: [^\n]+: [^\n]+$/)
        }

        expect(await readFile(path)).to.equalBytes(bytes)
        expect(await stat(path)).to.include({ mtimeMs, ino })
        expect(await readdir(directory)).to.have.lengthOf(1)
      })
    })

    it('stand in the way of no other group', async () => {
      await saveGroup(directory, work)
      await writeFile(path, 'hello')
      const problems: string[] = []

      expect((await listGroups(directory, { onBroken: err => { problems.push(err.code) } })).map(({ group }) => group.name)).to.deep.equal(['work'])
      expect(problems).to.deep.equal(['not-a-group-file'])
      expect(textOf(await loadGroup(directory, 'work'))).to.equal(textOf(work))
      // it may be the one that is meant
      await expect(loadGroup(directory, 'friends')).to.eventually.be.rejectedWith(GroupFileError)
    })

    it('are none of other files beside them', async () => {
      await saveGroup(directory, work)
      await Promise.all(['notes.txt', 'copy of friends.json', '.0123456789abcdef.json.tmp'].map(async name => writeFile(join(directory, name), 'hello')))

      expect(await listGroups(directory)).to.have.lengthOf(1)
    })

    it('say what stands in the way of the folder', async () => {
      await writeFile(at('file'), 'x')
      const inFile = join(at('file'), 'groups')

      for (const attempt of [async () => listGroups(at('file')), async () => listGroups(inFile), async () => saveGroup(inFile, friends)]) {
        await expect(attempt()).to.eventually.be.rejectedWith(GroupFileError)
      }

      expect(() => { watchGroup(inFile, friends.group.id, () => {}, new AbortController().signal) }).to.throw(GroupFileError)
      expect(await readFile(at('file'), 'utf8')).to.equal('x')
    })

    it('neither wait for a named pipe nor read without an end', async function () {
      if (!posix) {
        this.skip()
      }

      await mkdir(directory, { recursive: true })
      execFileSync('mkfifo', [path])
      await expect(readGroup(directory, friends.group.id)).to.eventually.be.rejected.with.property('code', 'not-a-group-file')
      await rename(path, at('pipe'))
      await symlink('/dev/zero', path)
      await expect(readGroup(directory, friends.group.id)).to.eventually.be.rejected.with.property('code', 'not-a-group-file')
    })
  })

  it('are watched: each change of a group is told, and of no other one', async () => {
    const controller = new AbortController()
    const told: string[] = []
    let next = Promise.withResolvers<void>()

    // in this order, so that the first would have been told when the second is
    watchGroup(directory, friends.group.id, () => { told.push('friends') }, controller.signal)
    watchGroup(directory, work.group.id, () => {
      told.push('work')
      next.resolve()
    }, controller.signal)

    await saveGroup(directory, work)
    await next.promise
    expect(told).to.deep.equal(['work'])

    await saveGroup(directory, friends)
    next = Promise.withResolvers()
    await deleteGroup(directory, work.group.id)
    await next.promise
    expect(told).to.deep.equal(['work', 'friends', 'work'])
    controller.abort()
  })

  it('are watched: changes in a moment are told once', async () => {
    await saveGroup(directory, friends)
    const controller = new AbortController()
    const told = Promise.withResolvers<void>()
    let count = 0
    watchGroup(directory, friends.group.id, () => { count++ }, controller.signal)
    watchGroup(directory, friends.group.id, told.resolve, controller.signal)

    for (let time = 1; time <= 8; time++) {
      utimesSync(path, time, time)
    }

    await told.promise
    expect(count).to.equal(1)
    controller.abort()
  })

  it('are watched until the end, even if a change was on its way', async () => {
    await saveGroup(directory, friends)
    const [first, second, third] = Array.from({ length: 3 }, () => new AbortController())
    const told = Promise.withResolvers<void>()
    let late = false
    watchGroup(directory, friends.group.id, () => { second.abort() }, first.signal)
    watchGroup(directory, friends.group.id, () => { late = true }, second.signal)
    watchGroup(directory, friends.group.id, told.resolve, third.signal)
    utimesSync(path, 1, 1)
    await told.promise

    expect(late).to.equal(false)
    first.abort()
    third.abort()
  })
})
