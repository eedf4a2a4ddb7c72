import { epochNow } from './clock.ts'
import type { Outcome, Seat } from './types.ts'

/** ms from the order to the start, in which it reaches everybody */
const NOTICE = 100

/** ms after which sound is given up */
const PATIENCE = 60_000

export interface RaceResult {
  /** When everybody started, in ms since the Unix epoch */
  began: number
  /** ms from the start until the last of all participants was heard by the last */
  time: number
  /** ms from the start until everybody had taken a step, by name */
  steps: Record<string, number>
  /** By index of the participant */
  outcomes: Outcome[]
}

export interface RaceInit {
  /**
   * Whether everybody is connected to the system's server before the start; otherwise
   * they connect when it comes
   */
  warm: boolean
  /** Runs when everybody has been heard, before they leave */
  meanwhile?(): Promise<void>
}

/** Lets all participants join at the same moment, and leave when everybody has been heard */
export async function race (seats: Seat[], { warm, meanwhile }: RaceInit): Promise<RaceResult> {
  try {
    const addresses = await Promise.all(seats.map(async seat => warm ? seat.enter() : ''))
    const began = Math.ceil(epochNow()) + NOTICE
    const outcomes = await inTime(Promise.all(seats.map(async seat => seat.start({ at: began, addresses }))))
    await meanwhile?.()

    return {
      began,
      time: Math.max(...outcomes.map(({ heard }) => heard)) - began,
      steps: latestSteps(outcomes, began),
      outcomes
    }
  } finally {
    await Promise.all(seats.map(async seat => seat.leave()))
  }
}

function latestSteps (outcomes: Outcome[], began: number): Record<string, number> {
  const latest: Record<string, number> = {}

  for (const [name, at] of outcomes.flatMap(({ steps }) => Object.entries(steps))) {
    latest[name] = Math.max(latest[name] ?? 0, at - began)
  }

  return latest
}

async function inTime<T> (promise: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => { reject(new Error(`Not everybody was heard within ${PATIENCE} ms`)) }, PATIENCE)

  return Promise.race([promise, late]).finally(() => { clearTimeout(timer) })
}
