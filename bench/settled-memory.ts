import { setTimeout as delay } from 'node:timers/promises'
import { collectGarbage } from '../test/fixtures/memory.ts'

/** Garbage collections before a measurement, and ms between them: what a finalizer releases is collected the next time */
const COLLECTIONS = 5
const PAUSE = 500

const MIB = 1_024 * 1_024

/** What a process has in use, in MiB */
export type Memory = Record<'rss' | 'heapUsed' | 'external' | 'arrayBuffers', number>

/** Collects garbage, and resolves with what is still in use */
export async function settledMemory (): Promise<Memory> {
  for (let i = 0; i < COLLECTIONS; i++) {
    collectGarbage()
    await delay(PAUSE)
  }

  const { rss, heapUsed, external, arrayBuffers } = process.memoryUsage()

  return { rss: rss / MIB, heapUsed: heapUsed / MIB, external: external / MIB, arrayBuffers: arrayBuffers / MIB }
}
