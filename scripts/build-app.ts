/**
 * Builds the page and the element from the sources, with the browser twins of
 * package.json, into a folder of static files, and prints the size of the JavaScript.
 *
 * node scripts/build-app.ts [--out DIR] [--dev]
 */

import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'
import { languagesModule } from './languages-module.ts'
import { ROOT } from './root.ts'
import { writeNotices } from './third-party-notices.ts'
import { RNNOISE_COPYING, VOICE_SOURCES, voiceAssets } from './voice-assets.ts'
import type { BuildOptions, Plugin } from 'esbuild'

/** Bytes of gzipped JavaScript, in all files of the page */
export const MAX_GZIPPED = 320 * 1_000

const SOURCES = join(ROOT, 'src/app')

/**
 * kad-dht contains a table of 16,384 key prefixes, 50 kB gzipped, with which a peer
 * looks up random keys in far buckets from time to time. A page only queries the DHT,
 * and looking up its own neighbours fills its table: a few prefixes are enough.
 */
const PREFIX_TABLE = /kad-dht\/dist\/src\/routing-table\/generated-prefix-list(-browser)?\.js$/
const PREFIXES = 64

/** Modules that no page needs: how they are imported, by whom if not by anybody, and what they export */
const UNNEEDED: Array<{ module: RegExp, importer?: RegExp, names: string[] }> = [
  // libp2p knows peers with keys on Bitcoin's curve, 6 kB gzipped. Members and bootstrap peers
  // have Ed25519 keys, and the public network's servers those or RSA, so a page takes another
  // key for one that it can't read
  { module: /^@noble\/curves\/secp256k1\.js$/, names: ['secp256k1'] },
  // uint8arrays brings every base of multiformats; nobody writes bytes as emoji
  { module: /\/base256emoji\.js$/, importer: /\/multiformats\//, names: [] },
  // age supports other kinds of keys, with curves and lattices: two thirds of what a passphrase
  // would load. A key file has a passphrase, or isn't encrypted
  { module: /^@noble\/(post-quantum\/hybrid|curves\/nist)\.js$/, importer: /\/age-encryption\//, names: ['MLKEM768P256', 'MLKEM768X25519', 'p256'] }
]

/**
 * Noise and Yamux bring earlier versions of what libp2p itself uses, 10 kB gzipped. What
 * they call of it is the same in both.
 */
const SHARED = /^(@noble\/(ciphers|curves|hashes)|multiformats|protons-runtime|uint8arraylist|uint8arrays)(\/|$)/

/** The WebRTC transport brings Noise under its other name, too */
const NOISE = /^@libp2p\/noise$/

/**
 * protons generates a decoder for each message that yields its fields one by one, which
 * nothing uses
 */
const PROTOBUF = /\/pb\/[\w-]+\.[jt]s$|\/@libp2p\/[\w-]+\/dist\/src\/(?:[\w-]+\/)?(?:dht|envelope|keys|payload|peer-record|record)\.js$/
const STREAMING_DECODER = /\n( *)\}, function ?\* \(reader, length, prefix, opts = \{\}\) \{\n[^]*?\n\1\}\)/g

/** The function that calls one, in TypeScript and compiled */
const STREAM_FUNCTION = /\n( *)(?:export )?function stream ?\([^\n]*\{\n[^\n]*streamMessage\([^\n]*\n\1\}(?:\n *[\w$.]+\.stream = stream;)?/g

/** The module that reads the page's languages in Node */
const LANGUAGES = /\/src\/app\/text\/languages\.ts$/

/** The module that names what filters a voice */
const VOICE_ASSETS = /\/src\/media\/voice\/voice-assets\.browser\.ts$/

/** What only those load who filter their voice, or look for a fault: not part of the size, and not stored for the next visit */
const ON_DEMAND = /^chunks\/(quality-view|rnnoise|voice-[\w.]+)-/

/** Files that a host may send compressed; configuration is changed by hand, and pictures are compressed already */
const TEXTS = /\.(css|html|js|svg|webmanifest)$/

/** Sources with HTML and CSS in template literals, which esbuild leaves as they are */
const TEMPLATES = /\/src\/app\/.*\.ts$/

/** A style sheet that is complete in itself */
const STYLES = /\bcss`([^`$]*)`/g

export interface BuiltFile {
  path: string
  bytes: number
  gzipped: number
  /** Paths of the files that it loads */
  imports: string[]
}

export interface BuildAppInit {
  out: string
  /** Readable output, with source maps */
  dev?: boolean
  /** More entry points, for tests: paths of sources by file name */
  entryPoints?: Record<string, string>
  /** Plugins that change the build, for tests */
  plugins?: Plugin[]
  /** Folder with a file for each language */
  languages?: string
}

/** Builds the page; returns its JavaScript files */
export async function buildApp ({ out, dev = false, entryPoints = {}, plugins = [], languages = join(SOURCES, 'text/languages') }: BuildAppInit): Promise<BuiltFile[]> {
  await rm(out, { recursive: true, force: true })
  await mkdir(out, { recursive: true })

  const options: BuildOptions = {
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: !dev,
    sourcemap: dev,
    legalComments: 'none',
    absWorkingDir: ROOT,
    plugins: [...plugins, await browserTwins(), withoutUnneeded(), oneVersionOfEach(), smallPrefixTable(), noStreamingDecoders(), allLanguages(languages), smallTemplates(), voiceFiles(out)]
  }
  const { metafile } = await build({
    ...options,
    entryPoints: { main: join(SOURCES, 'app-main.ts'), 'group-call': join(SOURCES, 'element/define-element.ts'), ...entryPoints },
    entryNames: '[name]',
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    outdir: out,
    metafile: true
  })

  await cp(join(SOURCES, 'public'), out, { recursive: true })
  await buildServiceWorker(out, options)
  await writeNotices(out, [...Object.keys(metafile.inputs), ...VOICE_SOURCES], [await readFile(RNNOISE_COPYING, 'utf8')])

  if (!dev) {
    await compress(out)
  }

  const builtPath = (path: string): string => relative(out, resolve(ROOT, path))
  const imports = new Map(Object.entries(metafile.outputs).map(([path, output]) => [builtPath(path), output.imports.filter(({ kind }) => kind === 'import-statement').map(imported => builtPath(imported.path))]))
  const scripts = [...imports.keys(), 'service-worker.js'].filter(path => path.endsWith('.js') && !ON_DEMAND.test(path))

  return Promise.all(scripts.map(async path => {
    const bytes = await readFile(join(out, path))

    return { path, bytes: bytes.byteLength, gzipped: gzipSync(bytes).byteLength, imports: imports.get(path) ?? [] }
  }))
}

/** Builds the service worker. It contains the names of all files, and changes whenever one of them does */
async function buildServiceWorker (out: string, options: BuildOptions): Promise<void> {
  const files = (await listFiles(out)).filter(path => !path.endsWith('.map') && path !== 'config.json' && !ON_DEMAND.test(path)).sort()
  const hash = createHash('sha256')

  for (const path of files) {
    hash.update(path).update(await readFile(join(out, path)))
  }

  await build({
    ...options,
    entryPoints: { 'service-worker': join(SOURCES, 'service-worker.ts') },
    outdir: out,
    define: { __FILES__: JSON.stringify(files), __VERSION__: JSON.stringify(hash.digest('hex').slice(0, 16)) }
  })
}

/** Writes a gzipped file beside each text, for hosts that send such files */
async function compress (out: string): Promise<void> {
  const texts = (await listFiles(out)).filter(path => TEXTS.test(path))

  await Promise.all(texts.map(async path => writeFile(join(out, `${path}.gz`), gzipSync(await readFile(join(out, path)), { level: 9 }))))
}

async function listFiles (folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })

  return entries.filter(entry => entry.isFile()).map(entry => relative(folder, join(entry.parentPath, entry.name)))
}

/** Applies package.json's browser mapping, which is for the built package, to the sources */
async function browserTwins (): Promise<Plugin> {
  const { browser } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const source = (path: string): string => resolve(ROOT, path.replace('./dist/', '').replace(/\.js$/, '.ts'))
  const twins = new Map(Object.entries<string>(browser).map(([node, twin]) => [source(node), source(twin)]))

  return {
    name: 'browser-twins',
    setup: ({ onResolve }) => {
      onResolve({ filter: /^\.{1,2}\/.*\.ts$/ }, ({ resolveDir, path }) => {
        const twin = twins.get(resolve(resolveDir, path))

        return twin == null ? undefined : { path: twin }
      })
    }
  }
}

function oneVersionOfEach (): Plugin {
  return {
    name: 'one-version-of-each',
    setup: (build) => {
      build.onResolve({ filter: SHARED }, async ({ path, pluginData, kind }) => pluginData === SHARED
        ? undefined
        : build.resolve(path, { resolveDir: ROOT, kind, pluginData: SHARED }))
      build.onResolve({ filter: NOISE }, async ({ kind }) => build.resolve('@chainsafe/libp2p-noise', { resolveDir: ROOT, kind }))
    }
  }
}

function noStreamingDecoders (): Plugin {
  return {
    name: 'no-streaming-decoders',
    setup: ({ onLoad }) => {
      onLoad({ filter: PROTOBUF }, async ({ path }) => ({
        contents: (await readFile(path, 'utf8')).replaceAll(STREAMING_DECODER, '\n$1})').replaceAll(STREAM_FUNCTION, ''),
        loader: path.endsWith('.ts') ? 'ts' : 'js'
      }))
    }
  }
}

function smallPrefixTable (): Plugin {
  return {
    name: 'small-prefix-table',
    setup: ({ onLoad }) => {
      onLoad({ filter: PREFIX_TABLE }, async ({ path }) => {
        const numbers = (await readFile(path, 'utf8')).match(/\d+/g) ?? []

        return { contents: `const few = [${numbers.slice(0, PREFIXES).join()}]\nexport default new Proxy(few, { get: (_, index) => few[Number(index) % few.length] })`, resolveDir: dirname(path) }
      })
    }
  }
}

function withoutUnneeded (): Plugin {
  return {
    name: 'without-unneeded',
    setup: ({ onLoad, onResolve }) => {
      for (const { module, importer, names } of UNNEEDED) {
        onResolve({ filter: module }, args => importer?.test(args.importer) === false ? undefined : { path: args.path, namespace: 'unneeded', pluginData: names })
      }

      onLoad({ filter: /./, namespace: 'unneeded' }, ({ pluginData }) => ({ contents: pluginData.map((name: string) => `export const ${name} = undefined`).join('\n') || 'export {}' }))
    }
  }
}

/** Puts what filters a voice beside the module that names it, under names that change with the contents */
function voiceFiles (out: string): Plugin {
  return {
    name: 'voice-files',
    setup: ({ onLoad }) => {
      onLoad({ filter: VOICE_ASSETS }, async () => {
        const { noise, worklet } = await voiceAssets()
        const write = async (name: string, extension: string, contents: Uint8Array): Promise<string> => {
          const file = `${name}-${createHash('sha256').update(contents).digest('hex').slice(0, 8).toUpperCase()}.${extension}`
          await mkdir(join(out, 'chunks'), { recursive: true })
          await writeFile(join(out, 'chunks', file), contents)

          return `new URL('./${file}', import.meta.url).href`
        }

        return { contents: `export const VOICE_ASSETS = { worklet: ${await write('voice-worklet', 'js', worklet)}, noise: ${await write('rnnoise', 'wasm', noise)} }` }
      })
    }
  }
}

/** Imports the texts of each file in the folder */
function allLanguages (folder: string): Plugin {
  return {
    name: 'all-languages',
    setup: ({ onLoad }) => {
      onLoad({ filter: LANGUAGES }, async () => ({ contents: await languagesModule(folder, './'), loader: 'ts', resolveDir: folder }))
    }
  }
}

/** Removes the indentation of HTML, and minifies CSS */
function smallTemplates (): Plugin {
  return {
    name: 'small-templates',
    setup: ({ onLoad }) => {
      onLoad({ filter: TEMPLATES }, async ({ path }) => ({ contents: await minifyTemplates(await readFile(path, 'utf8')), loader: 'ts' }))
    }
  }
}

async function minifyTemplates (source: string): Promise<string> {
  const sheets = await Promise.all([...source.matchAll(STYLES)].map(async ([, sheet]) => transform(sheet, { loader: 'css', minify: true, charset: 'utf8' })))

  return source.replace(STYLES, () => `css\`${sheets.shift()?.code.trim().replaceAll('\\', '\\\\')}\``).replace(/\n +/g, '\n')
}

function report (files: BuiltFile[]): boolean {
  const total = files.reduce((sum, { gzipped }) => sum + gzipped, 0)
  const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1).padStart(7)} kB`

  for (const { path, bytes, gzipped } of files.sort((a, b) => b.gzipped - a.gzipped)) {
    process.stdout.write(`${kilobytes(bytes)} ${kilobytes(gzipped)} gzipped  ${path}\n`)
  }

  process.stdout.write(`${kilobytes(total)} gzipped in all, at most ${MAX_GZIPPED / 1_000} kB\n`)

  return total <= MAX_GZIPPED
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { out: { type: 'string' }, dev: { type: 'boolean' } } })
  const files = await buildApp({ out: resolve(values.out ?? join(ROOT, 'dist/app')), dev: values.dev })

  if (!report(files) && values.dev !== true) {
    process.stderr.write('The page\'s JavaScript is too large\n')
    process.exitCode = 1
  }
}
