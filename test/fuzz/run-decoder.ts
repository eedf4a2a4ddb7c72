import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { modulePath } from '../fixtures/paths.ts'
import { readInput } from './last-input.ts'
import type { FuzzResult } from './fuzz.ts'
import type { ChildProcess } from 'node:child_process'

/** ms without a new input after which a decoder counts as hanging */
const STUCK = 5_000

/** ms between two checks for a new input */
const LOOK_INTERVAL = 250

/** MiB of heap: a decoder that needs more for inputs of a few KiB, or retains them, is at fault */
const HEAP = 512

export interface RunInit {
  inputs: number
  /** See `FuzzInit` */
  shrink?: boolean
  /**
   * ms without a new input after which the decoder counts as hanging
   *
   * @default 5_000
   */
  stuckAfter?: number
  /** The inputs are the same for the same seed */
  seed?: number
  /**
   * Path of the module that exports `createDecoders`
   *
   * @default decoders.ts
   */
  module?: string
}

export interface ProcessInit {
  name: string
  inputs: number
  shrink?: boolean
  seed?: number
  module: string
  /** Where the last input is recorded */
  file: string
}

export type ProcessReply = { result: FuzzResult, fault?: undefined } | { result?: undefined, fault: string }

/**
 * Feeds many inputs to the decoder of this name, in a separate process, so that a
 * decoder that hangs or crashes its process is noticed
 *
 * @throws {Error} that names the fault and the input
 */
export async function runDecoder (name: string, { inputs, seed, shrink, stuckAfter = STUCK, module = modulePath('test/fuzz/decoders.ts') }: RunInit): Promise<FuzzResult> {
  const directory = await mkdtemp(join(tmpdir(), 'groupcall-fuzz-'))
  const file = join(directory, 'input')
  const init: ProcessInit = { name, inputs, seed, shrink, file, module }
  const child = fork(modulePath('test/fuzz/decoder-process.ts'), [JSON.stringify(init)], {
    execArgv: [...process.execArgv, `--max-old-space-size=${HEAP}`],
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc']
  })
  const watch = new AbortController()

  try {
    return await Promise.race([resultOf(name, child, file), stuck(name, inputs, file, stuckAfter, watch.signal)])
  } finally {
    watch.abort()
    await end(child)
    await rm(directory, { recursive: true })
  }
}

async function resultOf (name: string, child: ChildProcess, file: string): Promise<FuzzResult> {
  let said = ''
  child.stderr?.on('data', data => { said += String(data) })

  return new Promise((resolve, reject) => {
    child.once('message', ({ result, fault }: ProcessReply) => {
      if (result == null) {
        reject(new Error(fault))
      } else {
        resolve(result)
      }
    })
    child.once('close', (code, signal) => {
      const [problem = ''] = said.split('\n').filter(line => /^(?:FATAL ERROR|\w*Error): /.test(line))

      void readInput(file).then(({ hex }) => { reject(new Error(`${name} ended its process (${signal ?? code}, ${problem.trim()}) with ${hex}`)) })
    })
  })
}

/** Rejects when the decoder hasn't finished an input for a long time */
async function stuck (name: string, inputs: number, file: string, after: number, signal: AbortSignal): Promise<never> {
  let seen = 0
  let seenAt = performance.now()

  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      void readInput(file).then(({ number, hex }) => {
        if (number !== seen) {
          seen = number
          seenAt = performance.now()
        } else if (number > 0 && number < inputs && performance.now() - seenAt > after) {
          reject(new Error(`${name} did not come back from ${hex}`))
        }
      })
    }, LOOK_INTERVAL)

    signal.addEventListener('abort', () => { clearInterval(timer) })
  })
}

async function end (child: ChildProcess): Promise<void> {
  if (child.exitCode == null && child.signalCode == null) {
    const ended = new Promise<void>(resolve => { child.once('exit', () => { resolve() }) })
    child.kill('SIGKILL')
    await ended
  }
}
