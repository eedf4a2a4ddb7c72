import { UsageError } from './errors.ts'
import { quote } from './words.ts'

const UNITS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

/** A year: by then nobody remembers who got the invite */
const MAX_DAYS = 366

/** Two days: minutes no longer matter */
const LONG = 2 * UNITS.d

/** Formats a duration (ms) for people, to the minute: 2 h 3 min, 3 days */
export function durationWords (ms: number): string {
  if (ms >= LONG) {
    return `${Math.round(ms / UNITS.d)} days`
  }

  const minutes = Math.round(ms / UNITS.m)
  const parts = [[Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']] as const

  return parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ')
}

/** Returns a parser for an option that takes a time like 90m, 24h or 7d; it returns ms */
export function durationParser (option: string): (text: string) => number {
  return text => {
    const [, count, unit] = /^(\d{1,9})([mhd])$/.exec(text.trim().toLowerCase()) ?? []
    const duration = Number(count) * UNITS[unit]

    if (!(duration > 0 && duration <= MAX_DAYS * UNITS.d)) {
      throw new UsageError(`${option} ${quote(text)} isn't a valid time: use minutes, hours or days, like 90m, 24h or 7d, at most ${MAX_DAYS}d`)
    }

    return duration
  }
}
