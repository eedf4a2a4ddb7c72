import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './root.ts'

/** The page that leads to all others */
export const README = 'README.md'

/** Documents for people that are neither the readme nor in `docs/` */
const OTHERS = ['SECURITY.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'bench/README.md', 'examples/README.md', 'src/app/text/README.md']

/** Returns the paths of all documents for people, from the root of the repository */
export async function listDocuments (): Promise<string[]> {
  const docs = (await readdir(join(ROOT, 'docs'))).filter(name => name.endsWith('.md')).map(name => `docs/${name}`)

  return [README, ...docs.sort(), ...OTHERS]
}
