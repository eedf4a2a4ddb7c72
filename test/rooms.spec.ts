import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'aegir/chai'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** What package.json exports, and so what everybody else has */
const PUBLIC = ['src/index.ts', 'keys/index.ts', 'bootstrap/index.ts']

/** How a file finds out where it runs, or uses what only a browser has */
const BROWSER = /\btypeof (window|document|navigator|process)\b|\b(isBrowser|isNode|process\.browser)\b|\b(window|document|navigator|localStorage|indexedDB)\./

interface Source {
  path: string
  text: string
}

describe('the rooms', () => {
  for (const room of ['src/app', 'src/cli']) {
    it(`${room} uses the public API only`, async () => {
      const sources = await sourcesOf(room)
      const imports = sources.flatMap(({ path, text }) => [...text.matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g)].map(([, name]) => ({ path, name: relative(ROOT, resolve(ROOT, dirname(path), name)) })))

      expect(imports.length).to.be.greaterThan(20)
      expect(imports.filter(({ name }) => !name.startsWith(room) && !PUBLIC.includes(name))).to.deep.equal([])
    })
  }

  it('the library does not ask where it runs: what differs is in a twin', async () => {
    const sources = [...await sourcesOf('src'), ...await sourcesOf('keys')].filter(({ path }) => !/^src\/(app|cli)\/|\.browser\.ts$|\/pb\//.test(path))

    expect(sources.length).to.be.greaterThan(50)
    expect(sources.filter(({ text }) => BROWSER.test(withoutComments(text))).map(({ path }) => path)).to.deep.equal([])
  })

  it('each twin stands beside its other half, and bundlers are told of it', async () => {
    const { browser } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    const sources = [...await sourcesOf('src'), ...await sourcesOf('keys')].map(({ path }) => path)
    const built = (path: string): string => `./dist/${path.replace(/\.ts$/, '.js')}`
    const twins = sources.filter(path => path.endsWith('.browser.ts')).map(path => [path.replace('.browser.ts', '.ts'), path])
    // those without another half are parts of a twin
    const paired = twins.filter(([other]) => sources.includes(other))

    expect(Object.fromEntries(paired.map(pair => pair.map(built)))).to.deep.equal(browser)
  })
})

async function sourcesOf (room: string): Promise<Source[]> {
  const entries = await readdir(join(ROOT, room), { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile() && entry.name.endsWith('.ts')).map(entry => relative(ROOT, join(entry.parentPath, entry.name)))

  return Promise.all(paths.map(async path => ({ path, text: await readFile(join(ROOT, path), 'utf8') })))
}

function withoutComments (text: string): string {
  return text.replace(/\/\*.*?\*\//gs, '').replace(/\/\/.*$/gm, '')
}
