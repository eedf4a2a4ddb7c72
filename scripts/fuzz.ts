/**
 * Feeds many inputs to every decoder: `npm run fuzz [-- --inputs N] [--seed N] [--only NAME]`
 */

import { parseArgs } from 'node:util'
import { createDecoders } from '../test/fuzz/decoders.ts'
import { runDecoder } from '../test/fuzz/run-decoder.ts'

const { values } = parseArgs({ options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string' }, only: { type: 'string' } } })
const inputs = numberOf('inputs', values.inputs)
const seed = values.seed == null ? undefined : numberOf('seed', values.seed)
const names = (await createDecoders()).map(({ name }) => name).filter(name => values.only == null || name === values.only)
let total = 0
let faults = 0

if (names.length === 0) {
  refuse(`there is no decoder named ${values.only}`)
}

for (const name of names) {
  const began = performance.now()

  try {
    const { accepted, slowest } = await runDecoder(name, { inputs, seed })
    const seconds = (performance.now() - began) / 1_000

    total += inputs
    process.stdout.write(`${name.padEnd(9)} ${inputs} inputs in ${seconds.toFixed(1)} s, ${accepted} accepted, slowest ${slowest.toFixed(1)} ms: no fault\n`)
  } catch (err: any) {
    faults++
    process.stdout.write(`${name.padEnd(9)} ${err.message}\n`)
  }
}

process.stdout.write(`${total} inputs without a fault, ${faults} decoders with a fault\n`)
process.exit(faults === 0 ? 0 : 1)

function numberOf (option: string, text: string): number {
  const number = Number(text)

  if (!Number.isSafeInteger(number) || number < 1) {
    refuse(`--${option} ${text} isn't valid: use a number of at least 1`)
  }

  return number
}

function refuse (problem: string): never {
  process.stderr.write(`${problem}\n`)
  process.exit(2)
}
