import { readdir, stat } from 'node:fs/promises'
import { expect } from 'aegir/chai'
import { createIdentity, createSessionCounter, MAX_SESSION_COUNT, openSessionCounter } from '../../keys/index.ts'
import { temporaryDirectory } from './fixtures/directory.ts'
import type { SessionCounter } from '../../keys/index.ts'

const posix = process.platform !== 'win32'

describe('the count of sessions', () => {
  const at = temporaryDirectory()
  let publicKey: string
  let path: string

  before(async () => {
    publicKey = (await createIdentity()).publicKey
  })

  beforeEach(() => {
    path = at('identity.json')
  })

  const counters: Array<[string, () => SessionCounter]> = [
    ['in memory', createSessionCounter],
    ['on disk', () => openSessionCounter(path, publicKey, { onProblem: err => { throw err } })]
  ]

  counters.forEach(([where, create]) => {
    it(`grows, ${where}`, async () => {
      const counter = create()

      expect(await counter.next()).to.equal(1)
      expect(await counter.next()).to.equal(2)
    })

    it(`is raised above what others have seen, ${where}`, async () => {
      const counter = create()

      expect(await counter.next(1_700_000_000_000)).to.equal(1_700_000_000_001)
      expect(await counter.next(5)).to.equal(1_700_000_000_002)
      expect(await counter.next()).to.equal(1_700_000_000_003)
    })

    it(`differs for calls at the same time, ${where}`, async () => {
      const counter = create()

      expect(await Promise.all([counter.next(), counter.next(10), counter.next()])).to.deep.equal([1, 11, 12])
    })

    it(`stays at its highest, ${where}`, async () => {
      const counter = create()

      expect(await counter.next(MAX_SESSION_COUNT - 1)).to.equal(MAX_SESSION_COUNT)
      expect(await counter.next()).to.equal(MAX_SESSION_COUNT)
      expect(await counter.next(MAX_SESSION_COUNT)).to.equal(MAX_SESSION_COUNT)
    })

    for (const above of [-1, 1.5, NaN, MAX_SESSION_COUNT + 1, '1' as any]) {
      it(`is not raised above ${above}, ${where}`, async () => {
        const counter = create()

        await expect(counter.next(above)).to.eventually.be.rejected.with.property('name', 'InvalidParametersError')
        expect(await counter.next()).to.equal(1)
      })
    }
  })

  it('is remembered', async () => {
    await openSessionCounter(path, publicKey).next(41)

    expect(await openSessionCounter(path, publicKey).next()).to.equal(43)
  })

  it('is nothing but the key\'s: another identity under the same path starts afresh', async () => {
    const other = (await createIdentity()).publicKey
    await openSessionCounter(path, publicKey).next(41)

    expect(await openSessionCounter(path, other).next()).to.equal(1)
    expect(await openSessionCounter(path, publicKey).next()).to.equal(43)
  })

  it('is apart for each key file', async () => {
    await openSessionCounter(at('ben.json'), publicKey).next(41)

    expect(await openSessionCounter(path, publicKey).next()).to.equal(1)
    expect(await readdir(at())).to.have.members(['ben-sessions', 'sessions'])
  })

  it('is in files that only the owner can read', async function () {
    if (!posix) {
      this.skip()
    }

    await openSessionCounter(path, publicKey).next()
    const [file] = await readdir(at('sessions'))

    expect((await stat(at('sessions'))).mode & 0o777).to.equal(0o700)
    expect((await stat(at('sessions', file))).mode & 0o777).to.equal(0o600)
  })

  it('leaves only a few files, however many sessions there were', async () => {
    const counter = openSessionCounter(path, publicKey)

    for (let i = 0; i < 40; i++) {
      await counter.next()
    }

    expect(await readdir(at('sessions'))).to.have.lengthOf(16).and.include(`${publicKey}-40`)
    expect(await counter.next()).to.equal(41)
  })

  it('writes nothing before it counts', async () => {
    openSessionCounter(path, publicKey)

    expect(await readdir(at())).to.be.empty()
  })

  it('needs a public key', () => {
    expect(() => openSessionCounter(path, '../sessions')).to.throw().with.property('name', 'InvalidParametersError')
  })
})
