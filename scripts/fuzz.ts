/**
 * Gives every decoder many inputs: `npm run fuzz [-- --inputs N] [--seed N] [--only NAME]`
 */

import { parseArgs } from 'node:util'
import { createDecoders } from '../test/fuzz/decoders.ts'
import { fuzz } from '../test/fuzz/fuzz.ts'

const { values } = parseArgs({ options: { inputs: { type: 'string', default: '1000000' }, seed: { type: 'string' }, only: { type: 'string' } } })
const inputs = Number(values.inputs)
let total = 0
let rejections = 0
let faults = 0

if (!Number.isSafeInteger(inputs) || inputs < 1) {
  process.stderr.write(`--inputs ${values.inputs} is no number of inputs: give 1 or more\n`)
  process.exit(2)
}

process.on('unhandledRejection', () => { rejections++ })

for (const decoder of (await createDecoders()).filter(({ name }) => values.only == null || name === values.only)) {
  const began = performance.now()

  try {
    const { accepted, slowest } = await fuzz(decoder, { inputs, seed: values.seed == null ? undefined : Number(values.seed) })
    const seconds = (performance.now() - began) / 1_000

    total += inputs
    process.stdout.write(`${decoder.name.padEnd(9)} ${inputs} inputs in ${seconds.toFixed(1)} s, ${accepted} accepted, slowest ${slowest.toFixed(1)} ms: no fault\n`)
  } catch (err: any) {
    faults++
    process.stdout.write(`${decoder.name.padEnd(9)} ${err.message}\n`)
  }
}

process.stdout.write(`${total} inputs without a fault, ${faults} decoders with one, ${rejections} unhandled rejections\n`)
process.exit(faults + rejections === 0 ? 0 : 1)
