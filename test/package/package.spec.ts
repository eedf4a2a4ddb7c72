import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { build, transform } from 'esbuild'
import { readDocuments } from '../fixtures/markdown.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import { createConsumer } from './fixtures/consumer.ts'
import type { Consumer } from './fixtures/consumer.ts'
import type { BuildOptions, Metafile, Plugin } from 'esbuild'

/** Prints which native code the process has loaded */
const PRINT_NATIVE = 'process.report.excludeNetwork = true; console.log(process.report.getReport().sharedObjects.filter(path => path.endsWith(\'.node\')).join())'

/** Each package that this one's types must compile with is as its authors published it */
const TYPE_OPTIONS = { module: 'nodenext', target: 'es2024', lib: ['es2024', 'dom', 'dom.iterable', 'dom.asynciterable'], types: ['node'], strict: true, noUncheckedIndexedAccess: true, skipLibCheck: false, noEmit: true, jsx: 'react-jsx' }

/** Leaves out other packages: whether those suit a tool is up to their authors */
const OTHERS_EXTERNAL: Plugin = {
  name: 'others-external',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => kind === 'entry-point' || path.startsWith('groupcall') ? undefined : { path, external: true })
  }
}

/** A component of somebody's app */
const COMPONENT = `
import type { CallPeer, Group } from 'groupcall'
import 'groupcall/element'
import { useGroupCall, useMicrophone, useParticipants } from 'groupcall/react'

export function Call ({ peer, group }: { peer?: CallPeer, group?: Group }) {
  const { call, join, state } = useGroupCall({ peer, group })
  const [first] = useParticipants(call)
  const { muted, toggle } = useMicrophone(call)

  return (
    <>
      <button onClick={() => { void join() }}>{state} {first?.name ?? 'nobody'}</button>
      <group-call invite='#' aria-busy={muted} onphase={({ detail }) => { console.info(detail.length) }} onClick={toggle} />
      {/* @ts-expect-error an invite is a text */}
      <group-call invite={1} />
    </>
  )
}
`

describe('the published package', () => {
  let consumer: Consumer

  before(async () => {
    consumer = await createConsumer()
  })

  after(async () => {
    await consumer?.remove()
  })

  const ways = [
    ['imported', 'import.mjs', 'const { createGroup } = await import(\'groupcall\')'],
    ['required', 'require.cjs', 'const { createGroup } = require(\'groupcall\')']
  ]

  ways.forEach(([how, file, load]) => {
    it(`can be ${how}, which loads no native code and keeps no process alive`, async () => {
      await consumer.write({ [file]: `${load}\nconsole.log(createGroup({ name: 'friends', owner: { publicKey: '0'.repeat(64) } }).name)\n${PRINT_NATIVE}` })

      expect(await consumer.node(file)).to.equal('friends\n\n')
    })
  })

  it('can be imported on a server that renders pages, with the element', async () => {
    await consumer.write({ 'server.cjs': 'const { GroupCallElement } = require(\'groupcall/element\'); require(\'groupcall/keys\'); require(\'groupcall/bootstrap\')\nconsole.log(typeof GroupCallElement, typeof HTMLElement)' })

    expect(await consumer.node('server.cjs')).to.equal('function undefined\n')
  })

  it('renders React\'s hooks and the element on a server', async () => {
    await consumer.write({ 'component.js': (await transform(COMPONENT, { loader: 'tsx', jsx: 'automatic' })).code, 'server.mjs': 'import { createElement } from \'react\'\nimport { renderToString } from \'react-dom/server\'\nconst { Call } = await import(\'./component.js\')\nconsole.log(renderToString(createElement(Call)))' })

    // React puts comments between texts
    expect((await consumer.node('server.mjs')).replaceAll('<!-- -->', '')).to.match(/^<button>idle nobody<\/button><group-call [^>]*invite="#"/)
  })

  it('has types that compile with the strictest options', async () => {
    const blocks = (await readDocuments()).flatMap(({ blocks }) => blocks).filter(({ language }) => language === 'ts' || language === 'tsx')
    const examples = blocks.map(({ language, code }, index) => [`example-${index}.${language === 'ts' ? 'mts' : 'tsx'}`, code])
    const element = 'import \'groupcall/element\'\nexport const phase: string | undefined = document.querySelector(\'group-call\')?.state?.phase\n'
    await consumer.write({
      ...Object.fromEntries(examples),
      'element.mts': element,
      'component.tsx': COMPONENT,
      'package.json': JSON.stringify({ type: 'module' }),
      'tsconfig.json': JSON.stringify({ compilerOptions: TYPE_OPTIONS, include: ['*.mts', '*.tsx'] })
    })

    // it prints errors
    expect(examples).to.have.lengthOf.at.least(3)
    await consumer.node(repositoryPath('node_modules/typescript/bin/tsc')).catch(err => { throw new Error(err.stdout) })
  })

  it('brings a page that uses the library and the element libp2p once', async () => {
    const inputs = Object.keys((await bundle({ platform: 'browser' })).inputs)

    expect(inputs.filter(path => /\/libp2p\/dist\/src\/index\.js$/.test(path))).to.have.lengthOf(1)
    expect(inputs.filter(path => /\/groupcall\/(?!dist\/browser\/)/.test(path))).to.deep.equal([])
  })

  it('contains what browsers need for tools that read conditions only', async () => {
    const { outputs } = await bundle({ platform: 'neutral', conditions: ['browser'], plugins: [OTHERS_EXTERNAL] })
    const imports = Object.values(outputs).flatMap(({ imports }) => imports).filter(({ external }) => external === true).map(({ path }) => path)

    expect(imports).to.include('libp2p')
    expect(imports.filter(path => /^node:|wrtc|node-web-audio/.test(path))).to.deep.equal([])
  })

  /** Bundles a page that uses the library and the element */
  async function bundle (options: BuildOptions): Promise<Metafile> {
    await consumer.write({ 'page.js': 'import { createCallPeer } from \'groupcall\'\nimport \'groupcall/element\'\nglobalThis.createCallPeer = createCallPeer\n' })
    const { metafile } = await build({
      ...options,
      absWorkingDir: consumer.folder,
      entryPoints: [join(consumer.folder, 'page.js')],
      outdir: join(consumer.folder, 'out'),
      bundle: true,
      splitting: true,
      format: 'esm',
      write: false,
      metafile: true,
      logLevel: 'error'
    })

    return metafile
  }
})
