/**
 * Copies the compiled library as browsers need it: each file that differs there in its
 * browser version. It is for tools that read the conditions of package.json's `exports`;
 * those that read its `browser` map do the same themselves. Packages are not included, so
 * they are shared with the rest of a page.
 *
 * node scripts/build-browser.ts
 */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { languagesModule } from './languages-module.ts'
import { ROOT } from './root.ts'
import { voiceAssets } from './voice-assets.ts'

const DIST = join(ROOT, 'dist')

/** What a page can import */
const ENTRIES = ['keys/index.js', 'src/index.js', 'src/app/element/define-element.js', 'src/react/index.js']

/** The path in `from './file.js'`, `import './file.js'` and `import('./file.js')` */
const IMPORT = /(?<=\b(?:from|import) ?\(?['"])\.{1,2}\/[^'"]+(?=['"])/g

const LANGUAGES = join(DIST, 'src/app/text/languages.js')

/** Where the library looks for what filters a voice */
const VOICE = 'src/media/voice'

const SOURCE_MAP = /\n\/\/# sourceMappingURL=.*/

/** Writes `dist/browser` */
export async function buildBrowser (): Promise<void> {
  const { browser } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const twins = new Map(Object.entries<string>(browser).map(([path, twin]) => [resolve(ROOT, path), resolve(ROOT, twin)]))
  const out = join(DIST, 'browser')
  const waiting = new Set(ENTRIES.map(entry => join(DIST, entry)))

  await rm(out, { recursive: true, force: true })

  // files that are found are added, and visited in turn
  for (const path of waiting) {
    // the page's texts are found by reading their folder, which a browser can't
    const text = path === LANGUAGES ? await languagesModule(join(dirname(path), 'languages'), './languages/') : await readFile(path, 'utf8')
    const copy = join(out, relative(DIST, path))

    await mkdir(dirname(copy), { recursive: true })
    await writeFile(copy, text.replace(SOURCE_MAP, '').replace(IMPORT, name => {
      const imported = resolve(dirname(path), name)
      const twin = twins.get(imported) ?? imported
      const changed = relative(dirname(path), twin)
      waiting.add(twin)

      return changed.startsWith('.') ? changed : `./${changed}`
    }))
  }

  const { noise, worklet } = await voiceAssets()

  // tools that read the `browser` map take the compiled library itself
  for (const folder of [join(out, VOICE), join(DIST, VOICE)]) {
    await writeFile(join(folder, 'rnnoise.wasm'), noise)
    await writeFile(join(folder, 'voice-worklet.bundle.js'), worklet)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildBrowser()
}
