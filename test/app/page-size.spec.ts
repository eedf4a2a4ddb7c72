import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { buildApp, MAX_GZIPPED } from '../../scripts/build-app.ts'
import type { BuiltFile } from '../../scripts/build-app.ts'

/** kB that are loaded before the first screen shows */
const FIRST_SCREEN = 60

/** What age writes at the head of a file, and so a string in its code */
const AGE = 'age-encryption.org/v1'

describe('the page\'s JavaScript', () => {
  let folder: string
  let files: BuiltFile[]

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groupcall-size-'))
    files = await buildApp({ out: folder })
  })

  after(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it('is at most 320 kB gzipped', () => {
    expect(size(files)).to.be.within(1, MAX_GZIPPED)
  })

  it('has no libp2p in what shows the first screen', () => {
    const first = loadedWith('main.js')

    expect(first.map(({ path }) => path).join()).to.not.contain('engine-')
    expect(size(first) / 1_000).to.be.within(1, FIRST_SCREEN)
  })

  it('loads what a passphrase needs in a separate file, only if there is a passphrase', async () => {
    const engine = files.find(({ path }) => path.includes('engine-'))?.path ?? ''
    const eager = new Set([...loadedWith('main.js'), ...loadedWith(engine)])
    const withAge = await Promise.all(files.map(async file => (await readFile(join(folder, file.path), 'utf8')).includes(AGE) ? [file] : []))

    expect(withAge.flat()).to.have.lengthOf(1)
    expect(withAge.flat().filter(file => eager.has(file))).to.deep.equal([])
  })

  it('keeps the escapes of style sheets out of templates, in which they are none', async () => {
    const sources = await Promise.all(files.map(async ({ path }) => readFile(join(folder, path), 'utf8')))

    // one backslash and a digit would make Lit's whole style sheet undefined
    expect(sources.flatMap(source => source.match(/content:["'](?<!\\)\\[0-9a-f].{0,9}/g) ?? [])).to.deep.equal([])
    expect(sources.some(source => /content:["'](○|\\u25CB)/i.test(source))).to.equal(true)
  })

  /** A file, and those that a browser loads for it at once */
  function loadedWith (path: string, seen = new Set<string>()): BuiltFile[] {
    const file = files.find(file => file.path === path)

    if (file == null || seen.has(path)) {
      return []
    }

    seen.add(path)

    return [file, ...file.imports.flatMap(imported => loadedWith(imported, seen))]
  }
})

function size (files: BuiltFile[]): number {
  return files.reduce((sum, { gzipped }) => sum + gzipped, 0)
}
