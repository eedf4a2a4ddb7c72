import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { expect } from 'aegir/chai'
import { drawRooms, PICTURE } from '../scripts/rooms-picture.ts'
import { ROOMS, USERS } from '../scripts/rooms.ts'
import { ROOT } from '../scripts/root.ts'

/** What package.json exports, and so what everybody else has */
const PUBLIC = ['src/index.ts', 'keys/index.ts', 'bootstrap/index.ts', 'src/app/element/define-element.ts']

/** How a file finds out where it runs, or uses what only a browser has */
const BROWSER = /\btypeof (window|document|navigator|process)\b|\b(isBrowser|isNode|process\.browser)\b|(?<![-\w])(window|document|navigator|localStorage|indexedDB)\./

/** Every room may have one of each */
const COMMON_FILES = ['constants', 'errors', 'index', 'limits', 'messages', 'types']

interface Source {
  path: string
  text: string
}

describe('the rooms', () => {
  for (const { room } of USERS) {
    it(`${room} uses the public API only`, async () => {
      const sources = await sourcesOf(room)
      const imports = sources.flatMap(({ path, text }) => importsOf(path, text))

      expect(imports.length).to.be.greaterThan(5)
      expect(imports.filter(({ name }) => !name.startsWith(room) && !PUBLIC.includes(name))).to.deep.equal([])
    })
  }

  it('are drawn as they are: node dist/scripts/rooms-picture.js draws them again', async () => {
    expect(await readFile(join(ROOT, PICTURE), 'utf8')).to.equal(drawRooms())
  })

  it('are all explained', async () => {
    const text = await readFile(join(ROOT, 'docs/how-it-works.md'), 'utf8')

    expect([...ROOMS, ...USERS].filter(({ room }) => !text.includes(`\n| \`${room}\` | `)).map(({ room }) => room)).to.deep.equal([])
  })

  it('imports go one way', async () => {
    const sources = (await Promise.all(ROOMS.map(async ({ room }) => sourcesOf(room)))).flat()
    const wrong = sources.flatMap(({ path, text }) => importsOf(path, text)).filter(({ path, name }) => {
      const from = roomOf(path)
      const to = roomOf(name)

      return from != null && to != null && from !== to && !from.uses.includes(to.room)
    })

    expect(sources.length).to.be.greaterThan(100)
    expect(wrong).to.deep.equal([])
  })

  it('the library does not ask where it runs: what differs is in a twin', async () => {
    const sources = [...await sourcesOf('src'), ...await sourcesOf('keys')].filter(({ path }) => !/^src\/(app|cli)\/|\.browser\.ts$|\/pb\//.test(path))

    expect(sources.length).to.be.greaterThan(50)
    expect(sources.filter(({ text }) => BROWSER.test(withoutComments(text))).map(({ path }) => path)).to.deep.equal([])
  })

  it('each twin is beside its other half, and mapped for bundlers', async () => {
    const { browser } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    const sources = [...await sourcesOf('src'), ...await sourcesOf('keys')].map(({ path }) => path)
    const built = (path: string): string => `./dist/${path.replace(/\.ts$/, '.js')}`
    const twins = sources.filter(path => path.endsWith('.browser.ts')).map(path => [path.replace('.browser.ts', '.ts'), path])
    // those without another half are parts of a twin
    const paired = twins.filter(([other]) => sources.includes(other))

    expect(Object.fromEntries(paired.map(pair => pair.map(built)))).to.deep.equal(browser)
  })

  it('no class has the name of another, but of its twin', async () => {
    const classes = (await product()).flatMap(({ path, text }) => [...text.matchAll(/^(?:export )?(?:default )?(?:abstract )?class (\w+)/gm)].map(([, name]) => ({ name, path: withoutTwin(path) })))

    expect(classes.length).to.be.greaterThan(100)
    expect(repeated(classes)).to.deep.equal([])
  })

  it('no file has the name of another, but of its twin and those that every room has', async () => {
    const files = (await product()).map(({ path }) => ({ name: basename(withoutTwin(path), '.ts'), path: withoutTwin(path) })).filter(({ name }) => !COMMON_FILES.includes(name))

    expect(files.length).to.be.greaterThan(200)
    expect(repeated(files)).to.deep.equal([])
  })
})

/** Everything that is published, but what protons writes */
async function product (): Promise<Source[]> {
  const rooms = await Promise.all(['src', 'keys', 'bootstrap'].map(sourcesOf))

  return rooms.flat().filter(({ path }) => !path.includes('/pb/'))
}

function withoutTwin (path: string): string {
  return path.replace(/\.browser\.ts$/, '.ts')
}

/** Names that several files have, with these files */
function repeated (named: Array<{ name: string, path: string }>): Array<{ name: string, paths: string[] }> {
  const paths = new Map<string, Set<string>>()
  named.forEach(({ name, path }) => { paths.set(name, (paths.get(name) ?? new Set()).add(path)) })

  return [...paths].filter(([, { size }]) => size > 1).map(([name, set]) => ({ name, paths: [...set] }))
}

async function sourcesOf (room: string): Promise<Source[]> {
  const entries = await readdir(join(ROOT, room), { recursive: true, withFileTypes: true })
  const paths = entries.filter(entry => entry.isFile() && entry.name.endsWith('.ts')).map(entry => relative(ROOT, join(entry.parentPath, entry.name)))

  return Promise.all(paths.map(async path => ({ path, text: await readFile(join(ROOT, path), 'utf8') })))
}

/** What a file imports of this repository, by path from its root */
function importsOf (path: string, text: string): Array<{ path: string, name: string }> {
  return [...text.matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g)].map(([, name]) => ({ path, name: relative(ROOT, resolve(ROOT, dirname(path), name)) }))
}

function roomOf (path: string): typeof ROOMS[number] | undefined {
  return ROOMS.find(({ room }) => path.startsWith(`${room}/`))
}

function withoutComments (text: string): string {
  return text.replace(/\/\*.*?\*\//gs, '').replace(/\/\/.*$/gm, '')
}
