import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { expect } from 'aegir/chai'
import { createIdentity, openSessionCounter, SessionStoreError } from '../../keys/index.ts'
import { temporaryDirectory } from './fixtures/directory.ts'

/** `nobody`: permissions don't bind root */
const NOBODY = 65_534

describe('a count of sessions that cannot be stored', () => {
  const at = temporaryDirectory()
  let publicKey: string
  let path: string
  let problems: Error[]

  beforeEach(async () => {
    publicKey = (await createIdentity()).publicKey
    path = at('identity.json')
    problems = []
  })

  const onProblem = (err: Error): void => { problems.push(err) }

  it('goes on in memory, and says so once', async () => {
    await writeFile(at('sessions'), 'in the way')
    const counter = openSessionCounter(path, publicKey, { onProblem })

    expect(await counter.next()).to.equal(1)
    expect(await counter.next(10)).to.equal(11)
    expect(await Promise.all([counter.next(), counter.next()])).to.deep.equal([12, 13])
    expect(problems).to.have.lengthOf(1)
    expect(problems[0]).to.be.instanceOf(SessionStoreError).with.property('path', at('sessions'))
    expect(problems[0].message).to.match(/^[^\n\r]+: .+$/).and.include(at('sessions')).and.include('EEXIST')
  })

  it('goes on from what is stored where nothing can be written', async function () {
    if (process.platform === 'win32') {
      this.skip()
    }

    await openSessionCounter(path, publicKey).next(40)
    await chmod(at(), 0o755)
    await chmod(at('sessions'), 0o555)

    const counter = openSessionCounter(path, publicKey, { onProblem })
    const counts = await asNobody(async () => [await counter.next(), await counter.next()])

    expect(counts).to.deep.equal([42, 43])
    expect(problems).to.have.lengthOf(1)
    expect(problems[0].message).to.include('EACCES')
    expect(await readdir(at('sessions'))).to.deep.equal([`${publicKey}-41`])
  })

  it('is stored as soon as it can be, above what was given in memory', async () => {
    await writeFile(at('sessions'), 'in the way')
    const counter = openSessionCounter(path, publicKey, { onProblem })
    await counter.next(40)
    await rm(at('sessions'))

    expect(await counter.next()).to.equal(42)
    expect(await openSessionCounter(path, publicKey).next()).to.equal(43)
  })

  it('does not depend on a listener that throws', async () => {
    await writeFile(at('sessions'), 'in the way')
    const counter = openSessionCounter(path, publicKey, { onProblem: err => { throw err } })

    await expect(counter.next()).to.eventually.be.rejectedWith(SessionStoreError)
    expect(await counter.next()).to.equal(1)
  })
})

describe('a count of sessions that is damaged', () => {
  const at = temporaryDirectory()

  it('starts from the highest that can be read', async () => {
    const { publicKey } = await createIdentity()
    await mkdir(at('sessions'))

    for (const name of ['', publicKey, `${publicKey}-`, `${publicKey}-x`, `${publicKey}-07`, `${publicKey}-99.tmp`, `${publicKey.toUpperCase()}-50`, `${publicKey}-999999999999999`, `${publicKey}-99999999999999999`]) {
      await writeFile(at('sessions', `${name}`.length === 0 ? 'empty' : name), 'x')
    }

    expect(await openSessionCounter(at('identity.json'), publicKey).next()).to.equal(1)

    await writeFile(at('sessions', `${publicKey}-7`), 'its content does not matter')
    expect(await openSessionCounter(at('identity.json'), publicKey).next()).to.equal(8)
  })
})

/** Runs something with the rights of a user who isn't root */
async function asNobody<T> (run: () => Promise<T>): Promise<T> {
  const root = process.geteuid?.() === 0

  if (root) {
    process.seteuid?.(NOBODY)
  }

  try {
    return await run()
  } finally {
    if (root) {
      process.seteuid?.(0)
    }
  }
}
