import { readdir } from 'node:fs/promises'

/** Not the declarations beside them */
const FILE = /^([a-z]{2})\.[jt]s$/

/**
 * Returns a module for browsers that exports the texts in all languages, by code: it imports
 * each file, where `src/app/text/languages.ts` reads the folder
 *
 * @param folder - with a file for each language
 * @param prefix - of the imported paths
 */
export async function languagesModule (folder: string, prefix: string): Promise<string> {
  const files = (await readdir(folder)).filter(name => FILE.test(name)).sort()
  const codes = files.map(name => name.slice(0, 2))

  return `${files.map((name, index) => `import { text as ${codes[index]} } from '${prefix}${name}'`).join('\n')}\nexport const LANGUAGES = { ${codes.join(', ')} }\n`
}
