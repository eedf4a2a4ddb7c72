/**
 * Runs all compiled tests, or those in some files:
 *
 * npm test [-- FILE.spec.ts… MOCHA_OPTION…]
 */

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { ROOT } from './root.ts'

/** Files that run at once on two cores: each waits for others a third of the time */
const PARALLEL = ['--parallel', '--jobs', '3']

/** Suffix of scenarios that only `npm run test:network` runs, because they take long or need a fast machine */
const LAB = '.lab.spec.ts'

/** Where the processes of tests keep compiled code: a node starts a sixth faster */
const NODE_COMPILE_CACHE = join(ROOT, 'node_modules/.cache/groupcall')

const args = process.argv.slice(2)
const files = args.filter(isSpec)
const options = args.filter(arg => !isSpec(arg))
const runs = files.length > 0 ? [{ files, options: [] }] : await allFiles()

// the exit code is that of the worst run
process.exitCode = Math.max(...runs.map(run))

/** Both parts of the suite, see CONTRIBUTING.md */
async function allFiles (): Promise<Array<{ files: string[], options: string[] }>> {
  const entries = await readdir(join(ROOT, 'test'), { recursive: true, withFileTypes: true })
  const specs = entries.map(entry => join(entry.parentPath, entry.name)).filter(path => isSpec(path) && !path.endsWith(LAB)).sort()
  const needsAll = (path: string): boolean => path.endsWith('.alone.spec.ts')

  return [
    { files: spread(specs.filter(path => !needsAll(path)), path => path.includes('/e2e/')), options: PARALLEL },
    { files: specs.filter(needsAll), options: [] }
  ]
}

/**
 * Puts the files that `isBusy` selects evenly between the others: browsers keep the
 * processors busy, while other tests mostly wait
 */
function spread (files: string[], isBusy: (path: string) => boolean): string[] {
  const parts = [files.filter(isBusy), files.filter(path => !isBusy(path))]

  return parts
    .flatMap(part => part.map((path, index) => ({ path, at: (index + 0.5) / part.length })))
    .sort((a, b) => a.at - b.at)
    .map(({ path }) => path)
}

/** Returns the exit code */
function run ({ files, options: own }: { files: string[], options: string[] }): number {
  const compiled = files.map(path => join('dist', relative(ROOT, resolve(path)).replace(/\.ts$/, '.js')))
  const missing = compiled.filter(path => !existsSync(join(ROOT, path)))

  // mocha would only warn
  if (missing.length > 0) {
    throw new Error(`Not compiled: ${missing.join(', ')}. Delete the folder dist and try again`)
  }

  const { status, error } = spawnSync('mocha', [...own, ...options, ...compiled], { cwd: ROOT, env: { NODE_COMPILE_CACHE, ...process.env }, stdio: 'inherit' })

  if (error != null) {
    throw error
  }

  // a run that was killed has failed
  return status ?? 1
}

function isSpec (path: string): boolean {
  return path.endsWith('.spec.ts')
}
