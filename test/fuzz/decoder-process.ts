/**
 * Feeds many inputs to a decoder, in a separate process: see `run-decoder.ts`
 */

import { openSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { modulePath } from '../fixtures/paths.ts'
import { fuzz } from './fuzz.ts'
import { writeInput } from './last-input.ts'
import type { Decoder } from './decoders.ts'
import type { ProcessInit, ProcessReply } from './run-decoder.ts'

/** ms after the last input in which a late fault may still show */
const LATE = 20

const { name, inputs, seed, shrink, module, file } = JSON.parse(process.argv[2]) as ProcessInit
const { createDecoders } = await import(module) as { createDecoders(): Promise<Decoder[]> }
const decoder = (await createDecoders()).find(known => known.name === name)
const descriptor = openSync(file, 'w')
let begun = 0

new Worker(modulePath('test/fuzz/ends-with-parent.ts')).unref()

process.on('unhandledRejection', (reason: any) => {
  reply({ fault: `${name} left a rejection unhandled: ${reason?.message ?? String(reason)}` })
})

if (decoder == null) {
  reply({ fault: `There is no decoder named ${name}` })
} else {
  fuzz(decoder, { inputs, seed, shrink, onInput: bytes => { writeInput(descriptor, ++begun, bytes) } }).then(async result => {
    // report late faults late
    await new Promise(resolve => setTimeout(resolve, LATE))
    reply({ result })
  }, err => { reply({ fault: err.message }) })
}

function reply (message: ProcessReply): void {
  process.send?.(message)
}
