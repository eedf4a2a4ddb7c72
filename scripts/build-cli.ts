/**
 * Bundles the command and its dependencies into a few files, because loading a thousand
 * modules takes most of the time that the command takes to start. What a subcommand or an
 * option needs stays in separate files. Names are kept, and source maps are beside the
 * files, for `node --enable-source-maps`.
 *
 * node scripts/build-cli.ts [--out DIR]
 */

import { chmod, readFile, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { ROOT } from './root.ts'
import type { Plugin } from 'esbuild'

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
  await rm(out, { recursive: true, force: true })
  const { metafile } = await build({
    entryPoints: {
      bin: join(ROOT, 'src/cli/bin.ts'),
      // started by its path, see DeviceProcess: so it has to be beside the chunks
      'device-main': join(ROOT, 'src/media/device/device-main.ts')
    },
    outdir: out,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: EXTERNAL,
    plugins: [emojiLater(), nameOfSsdp()],
    banner: { js: REQUIRE },
    sourcemap: true,
    sourcesContent: false,
    legalComments: 'eof',
    metafile: true,
    absWorkingDir: ROOT,
    logLevel: 'warning'
  })
  await chmod(join(out, 'bin.js'), 0o755)

  return Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.js')).map(([path, { inputs, imports }]) => ({
    name: basename(path),
    sources: Object.keys(inputs),
    files: imports.filter(({ kind, external }) => kind === 'import-statement' && external !== true).map(({ path }) => basename(path)),
    modules: imports.filter(({ external }) => external === true).map(({ path }) => path)
  }))
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
  const { values } = parseArgs({ options: { out: { type: 'string' } } })

  await buildCli(resolve(values.out ?? join(ROOT, 'dist/cli')))
}
