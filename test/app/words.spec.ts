import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect } from 'aegir/chai'
import { de } from '../../src/app/text/de.ts'
import { en } from '../../src/app/text/en.ts'
import { textFor } from '../../src/app/text/index.ts'
import { repositoryPath } from '../fixtures/paths.ts'

const APP = repositoryPath('src/app')

/** Words that are the same in both languages */
const SAME = ['Chat', 'groupcall', 'Passphrase']

describe('the words of the page', () => {
  it('are all there in German, and are German', () => {
    const german = new Map(wordsOf(de))
    const english = wordsOf(en)

    expect([...german.keys()]).to.deep.equal(english.map(([key]) => key))
    expect(english.filter(([key, words]) => german.get(key) === words && !SAME.includes(words)).map(([key]) => key)).to.deep.equal([])
  })

  it('are chosen by language, and are English for an unknown language', () => {
    expect([textFor('de'), textFor('de-AT'), textFor('DE'), textFor('fr')]).to.deep.equal([de, de, de, en])
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
