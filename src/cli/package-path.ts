import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

let root: string | undefined

/** Returns the path of a file or folder of this package, which may not exist */
export function packagePath (path: string): string {
  root ??= findRoot(import.meta.dirname)

  return join(root, path)
}

/** The source, the compiled file and the bundle are at different depths */
function findRoot (folder: string): string {
  const parent = dirname(folder)

  return existsSync(join(folder, 'package.json')) || parent === folder ? folder : findRoot(parent)
}
