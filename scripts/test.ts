/**
 * Runs the compiled tests, all of them or those of some files:
 *
 * npm test [-- FILE.spec.ts… MOCHA_OPTION…]
 */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { ROOT } from './root.ts'

/** Files that run at once: one for each of two cores */
const PARALLEL = ['--parallel', '--jobs', '2']

const args = process.argv.slice(2)
const files = args.filter(isSpec)
const options = args.filter(arg => !isSpec(arg))
const runs = files.length > 0 ? [{ files, options: [] }] : await allFiles()

// the exit code is that of the worst run
process.exitCode = Math.max(...runs.map(run))

/** Both parts of the suite, see CONTRIBUTING.md */
async function allFiles (): Promise<Array<{ files: string[], options: string[] }>> {
  const entries = await readdir(join(ROOT, 'test'), { recursive: true, withFileTypes: true })
  const specs = entries.map(entry => join(entry.parentPath, entry.name)).filter(isSpec).sort()
  const needsAll = (path: string): boolean => path.endsWith('.alone.spec.ts')

  return [
    { files: specs.filter(path => !needsAll(path)), options: PARALLEL },
    { files: specs.filter(needsAll), options: [] }
  ]
}

/** Returns the exit code */
function run ({ files, options: own }: { files: string[], options: string[] }): number {
  const compiled = files.map(path => join('dist', relative(ROOT, resolve(path)).replace(/\.ts$/, '.js')))
  const missing = compiled.filter(path => !existsSync(join(ROOT, path)))

  // mocha would only warn
  if (missing.length > 0) {
    throw new Error(`Not compiled: ${missing.join(', ')}. Remove the folder dist, and try again`)
  }

  const { status, error } = spawnSync('mocha', [...own, ...options, ...compiled], { cwd: ROOT, stdio: 'inherit' })

  if (error != null) {
    throw error
  }

  // a run that was killed has failed
  return status ?? 1
}

function isSpec (path: string): boolean {
  return path.endsWith('.spec.ts')
}
