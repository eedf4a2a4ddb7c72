import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { buildCli } from '../../scripts/build-cli.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import type { BundledFile } from '../../scripts/build-cli.ts'

/** What `ws` uses if it is there */
const OPTIONAL = ['bufferutil', 'utf-8-validate']

/** Where the bundle asks for its own path: for a device's process, which is in it, for RNNoise, for CommonJS, and for this package's folder */
const PLACES = [
  'const require = createBundleRequire(import.meta.url)',
  'const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";',
  'return createRequire(import.meta.url)("@roamhq/wrtc");',
  'readFile(createRequire(import.meta.url).resolve("@jitsi/rnnoise-wasm/dist/rnnoise.wasm"))',
  'root ??= findRoot(import.meta.dirname);',
  // eslint-disable-next-line no-template-curly-in-string -- it is code
  'this.child = fork(fileURLToPath(new URL(`./device-main.${extension}`, import.meta.url)), [role], {'
]

/** A package that is loaded when it is needed, of which the bundler doesn't know */
const REQUIRED = /\bcreateRequire\(import\.meta\.url\)\("([^"]+)"\)/g

const PLACE = /\b(?:import\.meta\.(?:url|dirname|filename)|__dirname|__filename)\b/

/** Comments, and a message */
const NO_CODE = /^(?:\*|console\.log)/

describe('the bundle of the command', () => {
  let folder: string
  let files: BundledFile[]

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'groupcall-bundle-'))
    files = await buildCli(folder)
  })

  after(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it('needs only packages that are installed with it', async () => {
    const { dependencies } = JSON.parse(await readFile(repositoryPath('package.json'), 'utf8'))
    const texts = await Promise.all(files.map(async ({ name }) => readFile(join(folder, name), 'utf8')))
    const required = texts.flatMap(text => [...text.matchAll(REQUIRED)].map(([, name]) => name))
    const packages = [...required, ...files.flatMap(({ modules }) => modules).filter(name => !isBuiltin(name)).map(packageOf)]

    expect(packages).to.include.members(['@roamhq/wrtc', 'node-datachannel'])
    expect([...new Set(packages)].filter(name => !(name in dependencies))).to.have.members(OPTIONAL)
  })

  it('names the version of a package that libp2p needs, so that there is only one', async () => {
    const [own, other] = await Promise.all(['package.json', 'node_modules/@libp2p/webrtc/package.json'].map(async path => JSON.parse(await readFile(repositoryPath(path), 'utf8')).dependencies['node-datachannel']))

    expect(own).to.equal(other)
  })

  it('shows help, keys and the first line of a call without loading libp2p', () => {
    const shown = ['src/cli/main.ts', 'src/cli/commands/key-command.ts', 'src/cli/commands/call-command.ts']
    const loaded = shown.flatMap(source => loadedWith(files.find(({ sources }) => sources.includes(source)))).flatMap(({ sources, modules }) => [...sources, ...modules])

    expect(loaded).to.include.members(shown)
    expect(loaded.filter(name => /\/libp2p\/|^src\/(call|mesh|link|index)/.test(name))).to.deep.equal([])
  })

  it('has what a sound device needs beside the file that starts it', () => {
    expect(files.map(({ name }) => name)).to.include.members(['bin.js', 'device-main.js'])
    expect(files.filter(({ sources }) => sources.includes('src/media/device/device-process.ts'))).to.have.lengthOf(1)
  })

  it('has no package that looks for files beside it', async () => {
    const texts = await Promise.all(files.map(async ({ name }) => readFile(join(folder, name), 'utf8')))
    const places = texts.flatMap(text => text.split('\n')).filter(line => PLACE.test(line)).map(line => line.trim()).filter(line => !NO_CODE.test(line))

    expect([...new Set(places)].sort()).to.deep.equal([...PLACES].sort())
  })

  /** A file, and those that are loaded with it */
  function loadedWith (file: BundledFile | undefined, seen = new Set<BundledFile>()): BundledFile[] {
    if (file == null || seen.has(file)) {
      return []
    }

    seen.add(file)

    return [file, ...file.files.flatMap(name => loadedWith(files.find(other => other.name === name), seen))]
  }
})

function packageOf (module: string): string {
  return module.split('/').slice(0, module.startsWith('@') ? 2 : 1).join('/')
}
