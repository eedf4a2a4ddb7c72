/**
 * Builds the documentation site: the documents and the API reference, by typedoc. Fails if
 * a link leads nowhere, or the public API mentions a type that it doesn't export.
 *
 * npm run site
 */

import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { Application, Converter, KindRouter, ReflectionKind } from 'typedoc'
import { listDocuments, README } from './documents.ts'
import { ROOT } from './root.ts'
import { findBrokenLinks } from './site-links.ts'
import type { Context, DeclarationReflection, DocumentReflection, Reflection } from 'typedoc'

const OUT = join(ROOT, 'dist/site')

/** A document's pages have its path, so that they stay where they are when a heading changes */
class DocumentRouter extends KindRouter {
  getIdealBaseName (reflection: Reflection): string {
    return reflection.isDocument() ? pathOf(reflection).replace(/\.md$/, '') : super.getIdealBaseName(reflection)
  }
}

try {
  await buildSite()
} catch (err: any) {
  process.stderr.write(`${err.message}\n`)
  process.exitCode = 1
}

async function buildSite (): Promise<void> {
  const entries = await readEntries()
  const documents = await listDocuments()
  const app = await Application.bootstrap({
    name: 'groupcall',
    includeVersion: true,
    readme: join(ROOT, README),
    projectDocuments: documents.filter(path => path !== README).map(path => join(ROOT, path)),
    entryPoints: [...entries.keys()].map(path => join(ROOT, path)),
    basePath: ROOT,
    tsconfig: join(ROOT, 'tsconfig.json'),
    // documents begin with a heading of their own
    headings: { readme: false, document: false },
    router: 'documents',
    // what classes have from libp2p, Lit and the DOM is described there
    excludeExternals: true,
    excludePrivate: true,
    // the repository isn't public yet, so sources can't be linked
    disableSources: true,
    searchInDocuments: true,
    hideGenerator: true,
    // code that doesn't compile fails the build, which also tells where
    skipErrorChecking: true
  })
  app.renderer.defineRouter('documents', DocumentRouter)
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context: undefined, document: DocumentReflection) => {
    document.name = headingOf(document) ?? document.name
  })
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context: Context, declaration: DeclarationReflection) => {
    if (declaration.kindOf(ReflectionKind.Module)) {
      const [file] = context.getSymbolFromReflection(declaration)?.declarations ?? []
      declaration.name = entries.get(relative(ROOT, file?.getSourceFile().fileName ?? '')) ?? declaration.name
    }
  })

  const project = await app.convert()

  if (project == null) {
    throw new Error('typedoc can\'t read the sources')
  }

  app.validate(project)
  await app.generateDocs(project, OUT)

  if (app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new Error('The site has flaws: see above')
  }

  const files = await readSite()
  const broken = findBrokenLinks(files)

  if (broken.length > 0) {
    throw new Error(`Links that lead nowhere:\n${broken.join('\n')}`)
  }

  process.stdout.write(`${relative(ROOT, OUT)}: ${documents.length} documents, ${files.size} files\n`)
}

/** Returns the names under which others import each entry, by its source: those of package.json's `exports` that have types */
async function readEntries (): Promise<Map<string, string>> {
  const { name, exports } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const entries = new Map<string, string>()

  for (const [path, { types }] of Object.entries<{ types?: string }>(exports)) {
    const source = types?.replace('./dist/', '').replace(/\.d\.ts$/, '.ts')

    // some entries are the same code, built in another way
    if (source != null && !entries.has(source)) {
      entries.set(source, join(name, path))
    }
  }

  return entries
}

/** Returns the text of all pages and pictures, which links may lead into, and the paths of all other files */
async function readSite (): Promise<Map<string, string | undefined>> {
  const files = (await readdir(OUT, { recursive: true, withFileTypes: true })).filter(file => file.isFile()).map(({ parentPath, name }) => join(parentPath, name))

  return new Map(await Promise.all(files.map(async path => [
    relative(OUT, path).replaceAll(sep, '/'),
    /\.(html|svg)$/.test(path) ? await readFile(path, 'utf8') : undefined
  ] as const)))
}

function headingOf ({ content }: DocumentReflection): string | undefined {
  return /^# (.*)$/m.exec(content.map(({ text }) => text).join(''))?.[1]
}

function pathOf (document: DocumentReflection): string {
  return relative(ROOT, document.project.files.getReflectionPath(document) ?? document.name)
}
