/**
 * Bundles the command and its dependencies into a few files, because loading a thousand
 * modules takes most of the time that the command takes to start. What a subcommand or an
 * option needs stays in separate files. Names are kept, and source maps are beside the
 * files, for `node --enable-source-maps`.
 *
 * `--lab` bundles the participants of the network lab in the same way instead, so that they
 * start as fast as the command.
 *
 * node scripts/build-cli.ts [--out DIR] [--lab]
 */

import { chmod, readFile, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { ROOT } from './root.ts'
import { writeNotices } from './third-party-notices.ts'
import type { Metafile, Plugin } from 'esbuild'

/** Packages that have native code or a script beside their JavaScript, and optional parts of `ws` */
const EXTERNAL = ['@roamhq/wrtc', 'node-datachannel', 'node-web-audio-api', 'open', 'bufferutil', 'utf-8-validate']

/** For CommonJS packages, which require Node's modules */
const REQUIRE = 'import { createRequire as createBundleRequire } from \'node:module\'\nconst require = createBundleRequire(import.meta.url)'

/**
 * string-width creates the set of all emoji as it is loaded, which takes 30 ms, though
 * most texts have none
 */
const STRING_WIDTH = /\/string-width\/index\.js$/
const EMOJI = 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;'
const EMOJI_LATER = 'let rgiEmoji; const rgiEmojiRegex = {test: text => (rgiEmoji ??= /^\\p{RGI_Emoji}$/v).test(text)};'

/** ssdp sends its name to the local network, and would find ours in its place */
const SSDP = /\/@achingbrain\/ssdp\/dist\/src\/ssdp\.js$/
const OWN_PACKAGE = /const req = createRequire\(import\.meta\.url\);\n(.*) = req\('\.\.\/\.\.\/package\.json'\);/

/** Our own sources, and what they import from the index of a room */
const OWN_SOURCE = new RegExp(`^${ROOT}(src|keys|bootstrap)/.*\\.ts$`)
const INDEX_IMPORT = /^import \{ ([^}]+) \} from '([^']*\/index\.ts)'$/gm
const INDEX_EXPORT = /^export \{ ([^}]+) \} from '([^']+)'$/gm

export interface BundledFile {
  /** Name in the folder */
  name: string
  /** Paths of the sources in it */
  sources: string[]
  /** Names of the files that are loaded with it */
  files: string[]
  /** Names of modules outside of the bundle that it imports or requires, at once or later */
  modules: string[]
}

/** Builds the command, whose `bin.js` starts it; returns its JavaScript files */
export async function buildCli (out: string): Promise<BundledFile[]> {
  const { inputs, outputs } = await bundle(out, {
    bin: join(ROOT, 'src/cli/bin.ts'),
    // started by its path, see DeviceProcess: so it has to be beside the chunks
    'device-main': join(ROOT, 'src/media/device/device-main.ts')
  })
  await chmod(join(out, 'bin.js'), 0o755)
  await writeNotices(out, Object.keys(inputs))

  return Object.entries(outputs).filter(([path]) => path.endsWith('.js')).map(([path, { inputs, imports }]) => ({
    name: basename(path),
    sources: Object.keys(inputs),
    files: imports.filter(({ kind, external }) => kind === 'import-statement' && external !== true).map(({ path }) => basename(path)),
    modules: imports.filter(({ external }) => external === true).map(({ path }) => path)
  }))
}

/** Bundles programs into a folder, which is emptied before */
async function bundle (out: string, entryPoints: Record<string, string>): Promise<Metafile> {
  await rm(out, { recursive: true, force: true })
  const { metafile } = await build({
    entryPoints,
    outdir: out,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: EXTERNAL,
    plugins: [noIndexFiles(), emojiLater(), nameOfSsdp()],
    banner: { js: REQUIRE },
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'none',
    metafile: true,
    absWorkingDir: ROOT,
    logLevel: 'warning'
  })

  return metafile
}

/**
 * Imports each name from the file that defines it. esbuild takes whoever imports one name
 * of an index for a user of all of them, so the first line of a command would wait for
 * libp2p.
 */
function noIndexFiles (): Plugin {
  return {
    name: 'no-index-files',
    setup: ({ onLoad }) => {
      onLoad({ filter: OWN_SOURCE }, async ({ path }) => {
        let contents = await readFile(path, 'utf8')

        for (const [statement, names, index] of contents.matchAll(INDEX_IMPORT)) {
          const imports = await Promise.all(names.split(', ').map(async name => `import { ${name} } from '${await definedIn(resolve(dirname(path), index), name.split(' as ')[0])}'`))
          contents = contents.replace(statement, imports.join('; '))
        }

        return { contents, loader: 'ts' }
      })
    }
  }
}

/** Returns the path of the file that defines what an index exports under a name */
async function definedIn (path: string, name: string): Promise<string> {
  const exports = basename(path) === 'index.ts' ? (await readFile(path, 'utf8')).matchAll(INDEX_EXPORT) : []
  const [, , source] = [...exports].find(([, names]) => names.split(', ').includes(name)) ?? []

  return source == null ? path : definedIn(resolve(dirname(path), source), name)
}

function emojiLater (): Plugin {
  return {
    name: 'emoji-later',
    setup: ({ onLoad }) => {
      onLoad({ filter: STRING_WIDTH }, async ({ path }) => ({ contents: (await readFile(path, 'utf8')).replace(EMOJI, () => EMOJI_LATER) }))
    }
  }
}

function nameOfSsdp (): Plugin {
  return {
    name: 'name-of-ssdp',
    setup: ({ onLoad }) => {
      onLoad({ filter: SSDP }, async ({ path }) => {
        const { name, version } = JSON.parse(await readFile(resolve(path, '../../../package.json'), 'utf8'))

        return { contents: (await readFile(path, 'utf8')).replace(OWN_PACKAGE, (_, names: string) => `${names} = ${JSON.stringify({ name, version })};`) }
      })
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { out: { type: 'string' }, lab: { type: 'boolean' } } })

  if (values.lab === true) {
    await bundle(join(ROOT, 'dist/test/network/lab/bundle'), { 'voice-main': join(ROOT, 'test/network/lab/voice-main.ts') })
  } else {
    await buildCli(resolve(values.out ?? join(ROOT, 'dist/cli')))
  }
}
