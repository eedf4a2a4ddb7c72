import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { withFileLock } from '../../src/group/file-lock.ts'

describe('the lock of a file', () => {
  let directory: string
  let path: string

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-'))
    path = join(directory, 'group.json')
  })

  afterEach(async () => {
    await rm(directory, { recursive: true })
  })

  it('lets one task run at a time', async () => {
    await expectOneAtATime()
  })

  it('is released when the task fails, and its directory is created', async () => {
    const inside = join(directory, 'groups', 'group.json')
    await expect(withFileLock(inside, async () => { throw new Error('no') })).to.eventually.be.rejectedWith('no')

    expect(await withFileLock(inside, async () => 'done')).to.equal('done')
  })

  it('is broken when it was left behind by a process that died, by one of several', async () => {
    const lock = join(directory, '.group.json.lock')
    const before = new Date(Date.now() - 60_000)
    await writeFile(lock, '')
    await utimes(lock, before, before)
    await expectOneAtATime()
  })

  /** Runs tasks at once, and expects that each waits for the others, and that no lock is left */
  async function expectOneAtATime (): Promise<void> {
    let running = 0
    let most = 0
    await Promise.all(Array.from({ length: 8 }, async () => withFileLock(path, async () => {
      most = Math.max(most, ++running)
      await new Promise(resolve => { setImmediate(resolve) })
      running--
    })))

    expect(most).to.equal(1)
    expect(await readdir(directory)).to.deep.equal([])
  }
})
