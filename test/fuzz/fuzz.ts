import fc from 'fast-check'
import { mutated } from './mutate.ts'
import type { Decoder } from './decoders.ts'

/** ms that one input may take */
export const HANG = 100

/** Inputs after which timers and rejections get a turn, so that late faults are noticed */
const TURN = 1_000

export interface FuzzResult {
  inputs: number
  /** Inputs that were accepted */
  accepted: number
  /** ms for the slowest input */
  slowest: number
}

export interface FuzzInit {
  inputs: number
  /** The inputs are the same for the same seed */
  seed?: number
  /**
   * Look for the smallest input that shows a fault
   *
   * @default for up to 100,000 inputs
   */
  shrink?: boolean
  /** Called with each input before it is decoded, so that an input that hangs is known */
  onInput?(bytes: Uint8Array): void
}

/**
 * Feeds many inputs to a decoder. Any error that it doesn't throw on purpose is a fault,
 * and so is a hang.
 *
 * @throws {Error} with the smallest input that shows the fault, and the seed
 */
export async function fuzz ({ name, samples, error, decode }: Decoder, { inputs, seed, shrink = inputs <= 100_000, onInput }: FuzzInit): Promise<FuzzResult> {
  const result = { inputs: 0, accepted: 0, slowest: 0 }

  await fc.assert(fc.asyncProperty(mutated(samples), async bytes => {
    onInput?.(bytes)
    const began = performance.now()

    try {
      await decode(bytes)
      result.accepted++
    } catch (err: any) {
      if (!(err instanceof error)) {
        throw new Error(`${name} threw ${err?.name}: ${err?.message}`, { cause: err })
      }
    } finally {
      result.inputs++
    }

    const took = performance.now() - began
    result.slowest = Math.max(result.slowest, took)

    // measure again, by processor time, because the machine may be busy with something else
    if (took > HANG && await processorTimeOf(async () => decode(bytes)) > HANG) {
      throw new Error(`${name} took ${took.toFixed()} ms`)
    }
    if (result.inputs % TURN === 0) {
      await new Promise(setImmediate)
    }
  }), { numRuns: inputs, seed, endOnFailure: !shrink }).catch(err => {
    // the cause says most about the fault
    throw new Error(`${err.cause?.message ?? 'It failed'}. ${err.message}`, { cause: err })
  })

  return result
}

/** ms */
async function processorTimeOf (action: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await action().catch(() => {})
  const { user, system } = process.cpuUsage(before)

  return (user + system) / 1_000
}
