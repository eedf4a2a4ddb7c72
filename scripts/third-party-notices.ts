/**
 * The licences of the packages whose code is in a bundle. They ask that their notices go
 * with every copy, and a bundle has lost the files that contain them.
 */

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ROOT } from './root.ts'

/** The file beside a bundle */
export const NOTICES_FILE = 'THIRD-PARTY-NOTICES.txt'

/** `LICENSE`, `LICENCE.md`, `LICENSE-MIT`, `COPYING`, `NOTICE.txt` */
const NOTICE = /^(licen[cs]e|copying|notice)([-_.].*)?$/i

/** The folder of the package that a source belongs to */
const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//

interface PackageNotice {
  /** Name and version */
  id: string
  /** SPDX expression */
  licence: string
  /** Texts of its files; without one, its authors */
  texts: string[]
}

/**
 * Writes {@link NOTICES_FILE} into the folder of a bundle
 *
 * @param out - the folder
 * @param sources - paths of the bundle's sources, relative to the repository
 * @param more - notices of what packages contain from others
 * @throws {Error} if a package has no licence
 */
export async function writeNotices (out: string, sources: Iterable<string>, more: readonly string[] = []): Promise<void> {
  const packages = await Promise.all(packagesOf(sources).map(readNotice))
  const texts = new Map<string, string[]>()

  // many packages share a text, and their notices are read more easily together
  for (const { id, licence, texts: own } of packages) {
    const text = own.join('\n\n')
    texts.set(text, [...texts.get(text) ?? [], `${id} (${licence})`])
  }

  const parts = [...more, ...[...texts].map(([text, ids]) => `${ids.sort().join('\n')}\n\n${text}\n`)]
  await writeFile(join(out, NOTICES_FILE), `This program contains code of these packages:\n\n${parts.sort().join(`\n${'-'.repeat(80)}\n\n`)}`)
}

/** Returns the folders of the packages that the sources belong to */
export function packagesOf (sources: Iterable<string>): string[] {
  const folders = [...sources].map(source => PACKAGE.exec(source)?.[1])

  return [...new Set(folders)].filter(folder => folder != null).sort()
}

async function readNotice (folder: string): Promise<PackageNotice> {
  const path = resolve(ROOT, folder)
  const { name, version, license, author, contributors = [] } = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'))
  const files = (await readdir(path)).filter(file => NOTICE.test(file)).sort()
  const texts = await Promise.all(files.map(async file => (await readFile(join(path, file), 'utf8')).replaceAll('\r\n', '\n').trim()))

  if (license == null && texts.length === 0) {
    throw new Error(`${name} has no licence, so it can't be part of a bundle`)
  }

  return { id: `${name} ${version}`, licence: license ?? 'see below', texts: texts.length > 0 ? texts : [`By ${[author, ...contributors].map(nameOf).filter(name => name != null).join(', ') || `the authors of ${name}`}`] }
}

/** A person in package.json is a text or an object */
function nameOf (person?: string | { name: string }): string | undefined {
  return typeof person === 'string' ? person : person?.name
}
