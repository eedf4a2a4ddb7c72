import type { Text } from '../text/text.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Two days: minutes no longer matter */
const LONG = 2 * DAY

/** Says how far the clock of this device is off, to the minute; `difference` is how many ms it is ahead */
export function clockWords (difference: number, { clock }: Pick<Text, 'clock'>): string {
  const duration = durationWords(Math.abs(difference), clock)

  return difference > 0 ? clock.ahead(duration) : clock.behind(duration)
}

function durationWords (ms: number, { days, hours, minutes }: Text['clock']): string {
  if (ms >= LONG) {
    return days(Math.round(ms / DAY))
  }

  const total = Math.round(ms / MINUTE)
  const parts = [[Math.floor(total / 60), hours], [total % 60, minutes]] as const

  return parts.filter(([count]) => count > 0).map(([count, words]) => words(count)).join(' ')
}
