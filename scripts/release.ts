/**
 * Prepares a release, after `npm run check`: npm run release -- VERSION [--dry-run]
 *
 * Writes the version into CHANGELOG.md, package.json and package-lock.json, packs the
 * package, and checks the tarball with publint and attw. It neither commits nor publishes.
 * A dry run changes no file, and packs the package as it is.
 */

import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { checkTarball } from './check-tarball.ts'
import { releaseChangelog } from './release-version.ts'
import { ROOT } from './root.ts'

const run = promisify(execFile)
const args = process.argv.slice(2)
const dry = args.includes('--dry-run')
const [version] = args.filter(arg => !arg.startsWith('--'))

try {
  if (version == null) {
    throw new Error('Usage: npm run release -- VERSION [--dry-run]')
  }

  await release()
} catch (err: any) {
  process.stderr.write(`${err.message}\n`)
  process.exitCode = 1
}

async function release (): Promise<void> {
  const path = join(ROOT, 'CHANGELOG.md')
  const changelog = releaseChangelog(await readFile(path, 'utf8'), version, new Date().toISOString().slice(0, 10))
  const folder = dry ? await mkdtemp(join(tmpdir(), 'groupcall-release-')) : ROOT

  try {
    if (!dry) {
      await writeFile(path, changelog)
      await run('npm', ['version', version, '--no-git-tag-version', '--allow-same-version'], { cwd: ROOT })
    }

    // the build was checked before, and packing would make another
    const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: ROOT })
    const [{ filename, size, entryCount }] = JSON.parse(stdout)
    const problems = await checkTarball(join(folder, filename))

    if (problems.length > 0) {
      throw new Error(`${filename} can't be published:\n${problems.join('\n')}`)
    }

    process.stdout.write(`${filename}: ${entryCount} files, ${(size / 1e6).toFixed(1)} MB, and publint and attw find nothing wrong\n`)
    process.stdout.write(dry
      ? 'A dry run: no file was changed\n'
      : `Now: git commit --all --message 'chore: release ${version}' && git tag v${version} && npm publish ${filename}\n`)
  } finally {
    if (dry) {
      await rm(folder, { recursive: true })
    }
  }
}
