/**
 * A call whose participants leave, crash, sleep and lose their networks, in network
 * namespaces on this machine: as root on Linux.
 *
 * npm run chaos -- --minutes 10 --seed 1
 */

import { mkdir } from 'node:fs/promises'
import { Command, InvalidArgumentError } from 'commander'
import { missingChromium } from '../test/e2e/fixtures/chromium.ts'
import { ChaosRun } from '../test/network/chaos/chaos-run.ts'
import { missingForLab } from '../test/network/lab/index.ts'

interface Options {
  minutes: number
  seed: number
  participants: number
  browsers: number
  logs?: string
}

const program = new Command('npm run chaos --')
  .description('Plays faults against a call, and checks that everybody hears everybody within 5 s of the last. Prints progress on standard error and a report in JSON on standard output')
  .option('--minutes <n>', 'how long', positive, 10)
  .option('--seed <n>', 'chooses the faults: the same ones for the same seed', positive, 1)
  .option('--participants <n>', 'how many people, up to 8: more than four need more than two processor cores', positive, 4)
  .option('--browsers <n>', 'how many of them are in Chromium: one by default if it is installed', count, missingChromium() == null ? 1 : 0)
  .option('--logs <dir>', 'keep what each process logs here: see DEBUG')
  .addHelpText('after', '\nExamples:\n  npm run chaos -- --minutes 10 --seed 3\n  DEBUG=groupcall* npm run chaos -- --minutes 2 --logs /tmp/chaos')
  .parse()

const { minutes, seed, participants, browsers, logs } = program.opts<Options>()
const missing = missingForLab()

if (missing != null) {
  program.error(`error: there can be no network lab here: ${missing}`, { exitCode: 2 })
}

const stopped = new AbortController()
process.once('SIGINT', () => { stopped.abort(new Error('Interrupted')) })

if (logs != null) {
  await mkdir(logs, { recursive: true })
}

const report = await new ChaosRun({ minutes, seed, participants, browsers: Math.min(browsers, participants), logs, signal: stopped.signal, onProgress: line => { process.stderr.write(`${line}\n`) } }).run()

process.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
process.exit(report.passed ? 0 : 1)

function positive (text: string): number {
  return wholeNumber(text, 1)
}

function count (text: string): number {
  return wholeNumber(text, 0)
}

function wholeNumber (text: string, least: number): number {
  const number = Number(text)

  if (!Number.isInteger(number) || number < least) {
    throw new InvalidArgumentError(`It must be a whole number, at least ${least}.`)
  }

  return number
}
