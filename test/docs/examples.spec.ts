import { execFile } from 'node:child_process'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { Script } from 'node:vm'
import { expect } from 'aegir/chai'
import { createProgram } from '../../src/cli/program.ts'
import { readDocuments } from '../fixtures/markdown.ts'
import { repositoryPath } from '../fixtures/paths.ts'
import type { Block } from '../fixtures/markdown.ts'
import type { Command } from 'commander'

/** ms for an example */
const LIMIT = 60_000

/** `tsx` is compiled with the package's types (`test/package`), and so is `ts`; the rest is checked here */
const LANGUAGES = ['', 'html', 'js', 'json', 'sh', 'text', 'ts', 'tsx']

describe('the code in the documents', () => {
  // inside the package, so that it can be imported by its name, as its users do
  const file = repositoryPath(`dist/docs-example-${process.pid}.ts`)
  let blocks: Block[]

  const written = (language: string): Block[] => {
    const found = blocks.filter(block => block.language === language)
    expect(found.length, language).to.be.greaterThan(0)

    return found
  }

  before(async () => {
    blocks = (await readDocuments()).flatMap(({ blocks }) => blocks)
  })

  afterEach(async () => {
    await rm(file, { force: true })
  })

  it('is in languages that a test checks', () => {
    expect(blocks.filter(({ language }) => !LANGUAGES.includes(language))).to.deep.equal([])
  })

  it('runs, and prints what is said', async () => {
    for (const { place, code, output } of written('ts')) {
      await writeFile(file, code)

      // rejects with what it printed when it fails, or doesn't end by itself
      const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, file], { timeout: LIMIT })

      expect(stdout, place).to.match(patternOf(output ?? ''))
    }
  })

  it('calls commands with subcommands and options that exist', async () => {
    const { scripts } = JSON.parse(await readFile(repositoryPath('package.json'), 'utf8'))
    const lines = written('sh').flatMap(({ place, code }) => code.replace(/\\\n/g, '').split('\n').map(line => ({ place, line })))
    const wrong = lines.filter(({ line }) => (line.includes('groupcall ') && !isCommand(line)) || [...line.matchAll(/npm run ([\w:-]+)/g)].some(([, name]) => scripts[name] == null))

    expect(lines.filter(({ line }) => line.includes('groupcall ')).length).to.be.greaterThan(3)
    expect(wrong).to.deep.equal([])
  })

  it('is JSON where it says so', () => {
    written('json').forEach(({ code }) => JSON.parse(code))
  })

  it('is JavaScript that is in the examples, or at least parses', async () => {
    const paths = (await readdir(repositoryPath('examples'), { recursive: true })).filter(path => path.endsWith('.js'))
    const examples = await Promise.all(paths.map(async path => readFile(repositoryPath(`examples/${path}`), 'utf8')))

    for (const { code, place } of written('js').filter(({ code }) => !examples.includes(code))) {
      // throws if it doesn't parse, or if it is a module, which only the tests of the examples run
      expect(() => new Script(code), place).not.to.throw()
    }
  })

  it('has attributes that the element knows', async () => {
    const element = await readFile(repositoryPath('src/app/element/group-call-element.ts'), 'utf8')
    const [, properties] = /static properties[^{]*\{([\s\S]*?)\n {2}\}/.exec(element) ?? []

    for (const { code } of written('html')) {
      const [, attributes] = /<group-call ([^>]*)>/.exec(code) ?? []

      for (const [, name] of attributes.matchAll(/([\w-]+)=/g)) {
        expect(properties).to.match(new RegExp(`\\b${name}\\b`))
      }
    }
  })
})

function patternOf (output: string): RegExp {
  const literal = output.split('…').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))

  return new RegExp(`^${literal.join('[^]*')}`)
}

/** Returns whether a line of a shell calls a command with options that it has */
function isCommand (line: string): boolean {
  const words = line.split(/\s+/)
  const install = /npm install/.test(line)
  const after = words.slice(words.indexOf('groupcall') + 1)
  // a word that names no subcommand is an argument
  const command = after.reduce<Command>((command, word) => command.commands.find(candidate => candidate.name() === word) ?? command, createProgram({ version: '', onCode: () => {} }))
  const options = after.filter(word => word.startsWith('--'))

  return install || (command.parent != null && options.every(option => command.options.some(({ long }) => long === option)))
}
