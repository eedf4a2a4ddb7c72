import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { expect } from 'aegir/chai'
import { ROOT } from '../scripts/root.ts'

/** What package.json exports, and so what everybody else has */
const PUBLIC = ['src/index.ts', 'keys/index.ts', 'bootstrap/index.ts']

/** How a file finds out where it runs, or uses what only a browser has */
const BROWSER = /\btypeof (window|document|navigator|process)\b|\b(isBrowser|isNode|process\.browser)\b|\b(window|document|navigator|localStorage|indexedDB)\./

/** The rooms of the library, and which others each may import */
const ROOMS = [
  { room: 'keys', uses: [] },
  { room: 'src/network', uses: ['keys'] },
  { room: 'bootstrap', uses: ['keys', 'src/network'] },
  { room: 'src/webrtc', uses: [] },
  { room: 'src/media', uses: ['src/webrtc'] },
  { room: 'src/group', uses: ['keys'] },
  { room: 'src/contacts', uses: ['keys', 'src/group'] },
  { room: 'src/discovery', uses: ['keys', 'src/network', 'src/group'] },
  { room: 'src/link', uses: ['src/media', 'src/webrtc'] },
  { room: 'src/mesh', uses: ['src/link', 'src/media', 'src/webrtc'] },
  { room: 'src/signaling', uses: ['keys', 'src/network', 'src/group', 'src/link'] },
  { room: 'src/call', uses: ['keys', 'bootstrap', 'src/network', 'src/webrtc', 'src/media', 'src/group', 'src/contacts', 'src/discovery', 'src/link', 'src/mesh', 'src/signaling'] }
]

interface Source {
  path: string
  text: string
}

describe('the rooms', () => {
  for (const room of ['src/app', 'src/cli']) {
    it(`${room} uses the public API only`, async () => {
      const sources = await sourcesOf(room)
      const imports = sources.flatMap(({ path, text }) => importsOf(path, text))

      expect(imports.length).to.be.greaterThan(20)
      expect(imports.filter(({ name }) => !name.startsWith(room) && !PUBLIC.includes(name))).to.deep.equal([])
    })
  }

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
