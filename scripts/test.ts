/**
 * Runs the compiled tests, all of them or those of some files:
 *
 * npm test [-- FILE.spec.ts… MOCHA_OPTION…]
 */

import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { ROOT } from './root.ts'

/** Files that run at once: one for each of two cores */
const PARALLEL = ['--parallel', '--jobs', '2']

const args = process.argv.slice(2)
const files = args.filter(isSpec)
const options = args.filter(arg => !isSpec(arg))
const runs = files.length > 0 ? [{ files, options: [] }] : await allFiles()

// the exit code is that of the worst run
process.exitCode = Math.max(...runs.map(run))

/** The three parts of the suite, see CONTRIBUTING.md */
async function allFiles (): Promise<Array<{ files: string[], options: string[] }>> {
  const entries = await readdir(join(ROOT, 'test'), { recursive: true, withFileTypes: true })
  const specs = entries.map(entry => relative(ROOT, join(entry.parentPath, entry.name))).filter(isSpec).sort()
  const alone = specs.filter(path => path.endsWith('.alone.spec.ts'))
  const quiet = specs.filter(path => path.endsWith('.quiet.spec.ts'))

  return [
    { files: specs.filter(path => !alone.includes(path) && !quiet.includes(path)), options: PARALLEL },
    { files: quiet, options: PARALLEL },
    { files: alone, options: [] }
  ]
}

/** Returns the exit code */
function run ({ files, options: own }: { files: string[], options: string[] }): number {
  const compiled = files.map(path => join('dist', relative(ROOT, path).replace(/\.ts$/, '.js')))
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
