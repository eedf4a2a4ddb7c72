import { UsageError } from './errors.ts'
import { quote } from './words.ts'

/** A day: longer than any call; a timer can hold no more than 24 of them */
export const MAX_SECONDS = 86_400

/** Processes of a demo: a call needs two, and holds eight */
export const MIN_PARTICIPANTS = 2
export const MAX_PARTICIPANTS = 8

const MAX_PORT = 65_535

/** Collects an option that may be given several times */
export function collect (value: string, before: string[] = []): string[] {
  return [...before, value]
}

export function parseSeconds (text: string): number {
  return parseNumber(text, { option: '--seconds', min: 0.1, max: MAX_SECONDS, what: 'seconds' })
}

export function parseParticipants (text: string): number {
  return parseNumber(text, { option: '--participants', min: MIN_PARTICIPANTS, max: MAX_PARTICIPANTS, what: 'participants', whole: true })
}

/** Returns a parser for the port of an option; 0 is any free one */
export function portParser (option: string): (text: string) => number {
  return text => parseNumber(text, { option, min: 0, max: MAX_PORT, what: 'a port (0 for any free one)', whole: true })
}

/** ms between two status lines, for those who draw them */
export function parseStatusInterval (text: string): number {
  return parseNumber(text, { option: '--status-interval', min: 50, max: 60_000, what: 'milliseconds', whole: true })
}

interface NumberForm {
  option: string
  min: number
  max: number
  what: string
  whole?: boolean
}

function parseNumber (text: string, { option, min, max, what, whole = false }: NumberForm): number {
  const value = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : NaN

  if (!(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    throw new UsageError(`${option} ${quote(text)} cannot be used: give ${what}, ${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`)
  }

  return value
}
