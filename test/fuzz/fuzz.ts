import fc from 'fast-check'
import { mutated } from './mutate.ts'
import type { Decoder } from './decoders.ts'

/** ms that one input may take */
export const HANG = 100

/** Inputs after which timers and rejections have their turn, so that what comes late is noticed */
const TURN = 1_000

export interface FuzzResult {
  inputs: number
  /** Inputs that were good, in spite of all */
  accepted: number
  /** ms that the slowest one took */
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
  /** Told of each input before it is decoded, so that one that never comes back is known */
  onInput?(bytes: Uint8Array): void
}

/**
 * Gives a decoder many inputs. Whatever it does not throw on purpose is a fault,
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

    // once more, by what the processor does: the machine may be busy with something else
    if (took > HANG && await processorTimeOf(async () => decode(bytes)) > HANG) {
      throw new Error(`${name} took ${took.toFixed()} ms`)
    }
    if (result.inputs % TURN === 0) {
      await new Promise(setImmediate)
    }
  }), { numRuns: inputs, seed, endOnFailure: !shrink }).catch(err => {
    // what was wrong is the cause, and says the most
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
