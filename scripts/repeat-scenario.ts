/**
 * Runs a scenario of the network lab several times, and prints the times that it
 * measured: as root on Linux, after `npm run build`.
 *
 * npm run repeat -- 20 test/network/faults/cut-off.lab.spec.ts
 */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FIGURES_FILE } from '../test/network/lab/figures.ts'
import { ROOT } from './root.ts'

const [runs, ...args] = process.argv.slice(2)

if (!(Number(runs) > 0) || args.length === 0) {
  process.stderr.write('Usage: npm run repeat -- RUNS FILE.spec.ts… [MOCHA_OPTION…]\n')
  process.exit(2)
}

const directory = mkdtempSync(join(tmpdir(), 'groupcall-figures-'))
const file = join(directory, 'figures')
const compiled = args.map(arg => arg.endsWith('.spec.ts') ? join('dist', arg.replace(/\.ts$/, '.js')) : arg)
let failed = 0

for (let run = 1; run <= Number(runs); run++) {
  const { status, stdout, stderr } = spawnSync('mocha', ['--reporter', 'dot', ...compiled], { cwd: ROOT, env: { ...process.env, [FIGURES_FILE]: file }, encoding: 'utf8' })

  if (status !== 0) {
    failed++
    process.stderr.write(`Run ${run} failed:\n${stdout}${stderr}\n`)
  }

  process.stdout.write(`${run} of ${runs}, ${failed} failed\n${table()}`)
}

rmSync(directory, { recursive: true })
process.exitCode = failed > 0 ? 1 : 0

function table (): string {
  const figures = new Map<string, number[]>()

  for (const line of existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(line => line !== '') : []) {
    const { what, ms } = JSON.parse(line)
    figures.set(what, [...figures.get(what) ?? [], ms])
  }

  return [...figures].map(([what, times]) => {
    times.sort((a, b) => a - b)
    const median = (times[(times.length - 1) >> 1] + times[times.length >> 1]) / 2

    return `  ${what}: median ${median} ms, ${times[0]} to ${times[times.length - 1]} ms, ${times.length} runs: ${times.join(' ')}\n`
  }).join('')
}
