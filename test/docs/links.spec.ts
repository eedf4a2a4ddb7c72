import { access, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { expect } from 'aegir/chai'
import { ROOT } from '../../scripts/root.ts'
import { anchorsOf, readDocuments, withoutBlocks } from '../fixtures/markdown.ts'
import type { Document } from '../fixtures/markdown.ts'

describe('the documents', () => {
  let documents: Document[]

  before(async () => {
    documents = await readDocuments()
  })

  it('link to files and headings that exist', async () => {
    const broken: string[] = []

    for (const { path, text } of documents) {
      for (const [, target, anchor] of withoutBlocks(text).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)) {
        const file = target === '' ? path : relative(ROOT, resolve(ROOT, dirname(path), target))
        const linked = documents.find(({ path }) => path === file)

        if (!await exists(file) || (anchor != null && linked != null && !anchorsOf(linked.text).includes(anchor))) {
          broken.push(`${path}: ${target}${anchor == null ? '' : `#${anchor}`}`)
        }
      }
    }

    expect(broken).to.deep.equal([])
  })

  it('name files that exist', async () => {
    const missing: string[] = []

    // a changelog also names what was there
    for (const { path, text } of documents.filter(({ path }) => path !== 'CHANGELOG.md')) {
      for (const [, name] of withoutBlocks(text).matchAll(/`((?:src|keys|bootstrap|test|scripts|bench|docs|examples)\/[\w./-]+\.\w+)`/g)) {
        if (!await exists(name)) {
          missing.push(`${path}: ${name}`)
        }
      }
    }

    expect(missing).to.deep.equal([])
  })

  it('can all be found from the readme', () => {
    const [readme] = documents.filter(({ path }) => path === 'README.md')
    const lost = documents.filter(({ path }) => path.startsWith('docs/') && !readme.text.includes(`](${path}`)).map(({ path }) => path)

    expect(lost).to.deep.equal([])
  })

  it('give a reason for every dependency', async () => {
    const { dependencies, devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
    const [{ text }] = documents.filter(({ path }) => path === 'docs/dependencies.md')
    const reasons = [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name)
    const unexplained = Object.keys({ ...dependencies, ...devDependencies })
      .filter(name => !reasons.some(reason => reason === name || (reason.endsWith('/*') && name.startsWith(reason.slice(0, -1)))))

    expect(unexplained).to.deep.equal([])
  })
})

async function exists (path: string): Promise<boolean> {
  return access(join(ROOT, path)).then(() => true, () => false)
}
