import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { expect } from 'aegir/chai'
import { buildApp } from '../../scripts/build-app.ts'
import { LANGUAGES, textFor } from '../../src/app/text/index.ts'
import { repositoryPath } from '../fixtures/paths.ts'

const APP = repositoryPath('src/app')

/** Words that are the same in several languages */
const SAME = ['Chat', 'groupcall', 'Passphrase']

const { de, en } = LANGUAGES

describe('the words of the page', () => {
  Object.values(LANGUAGES).filter(text => text !== en).forEach(text => {
    it(`are all there in ${text.language}, and aren't English`, () => {
      const translated = new Map(wordsOf(text))
      const english = wordsOf(en)

      expect([...translated.keys()]).to.have.members(english.map(([key]) => key))
      expect(english.filter(([key, words]) => translated.get(key) === words && !SAME.includes(words)).map(([key]) => key)).to.deep.equal([])
    })
  })

  Object.values(LANGUAGES).forEach(text => {
    it(`follow the style guide in ${text.language}`, () => {
      // three dots, straight quotes around words, a full stop after a state, two spaces
      expect(wordsOf(text).filter(([key, words]) => /\.\.\.|[^=]"[^"]* [^"]*"| {2}/.test(words) || (/^(tile|toolbar)\./.test(key) && /\.$/.test(words)))).to.deep.equal([])
    })
  })

  it('are chosen by language, and are English for an unknown language', () => {
    expect([textFor('de'), textFor('de-AT'), textFor('DE'), textFor('fr')]).to.deep.equal([de, de, de, en])
  })

  it('are in another language, too, as soon as it has a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'groupcall-languages-'))
    const languages = join(folder, 'languages')

    try {
      await cp(join(APP, 'text/languages'), languages, { recursive: true })
      await writeFile(join(languages, 'fr.ts'), 'import { text as en } from \'./en.ts\'\nexport const text = { ...en, lang: \'fr\', language: \'Français\' }\n')
      const files = await buildApp({ out: join(folder, 'app'), languages })
      const sources = await Promise.all(files.map(async ({ path }) => readFile(join(folder, 'app', path), 'utf8')))

      // the page's menu lists every language that there is
      expect(sources.filter(source => source.includes('Français') || source.includes('Fran\\xE7ais'))).to.have.lengthOf(1)
      expect(sources.filter(source => source.includes('Deutsch'))).to.have.lengthOf(1)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })

  it('are in one place: none in the markup, and none unused', async () => {
    const entries = await readdir(APP, { recursive: true, withFileTypes: true })
    const paths = entries.filter(({ name }) => name.endsWith('.ts')).map(entry => join(entry.parentPath, entry.name)).filter(path => !relative(APP, path).startsWith('text/'))
    const sources = await Promise.all(paths.map(async path => readFile(path, 'utf8')))
    // between two tags, or read out by a screen reader
    const markup = sources.flatMap(source => [...source.matchAll(/>[^<>$={}()`]*\p{L}{3}[^<>$={}()`]*<\/|(aria-label|title|placeholder)="?\p{L}+/gu)].map(([words]) => words))
    const all = sources.join('\n')

    expect(markup).to.deep.equal([])
    expect(wordsOf(en).map(([key]) => key).filter(key => !isSaid(key, all))).to.deep.equal([])
  })
})

/** By its own name, or looked up in what it is in */
function isSaid (key: string, source: string): boolean {
  const [name, parent] = key.split('.').reverse()

  return new RegExp(`\\b${name}\\b|\\b${parent}( as [^)]*\\))?\\[`).test(source)
}

/** Each word with its path; what makes words of something is called with something that is no word */
function wordsOf (text: object, path = ''): Array<[string, string]> {
  return Object.entries(text).flatMap(([key, value]) => {
    const name = path === '' ? key : `${path}.${key}`

    if (typeof value === 'object') {
      return wordsOf(value, name)
    }

    return [[name, typeof value === 'function' ? value(2, 2) : value]] as Array<[string, string]>
  })
}
