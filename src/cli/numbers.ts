import { UsageError } from './errors.ts'
import { quote } from './words.ts'

/** A day: longer than any call, and well below the 24 days that a timer can take */
export const MAX_SECONDS = 86_400

/** Processes of a demo: a call needs two, and has room for eight */
export const MIN_PARTICIPANTS = 2
export const MAX_PARTICIPANTS = 8

const MAX_PORT = 65_535
const MIN_RELAY_PORT = 1_024

/** Collects the values of a repeatable option */
export function collect (value: string, before: string[] = []): string[] {
  return [...before, value]
}

export function parseSeconds (text: string): number {
  return parseNumber(text, { option: '--seconds', min: 0.1, max: MAX_SECONDS, what: 'seconds' })
}

export function parseParticipants (text: string): number {
  return parseNumber(text, { option: '--participants', min: MIN_PARTICIPANTS, max: MAX_PARTICIPANTS, what: 'participants', whole: true })
}

/** Returns a parser for an option that takes a port; 0 is any free port */
export function portParser (option: string): (text: string) => number {
  return text => parseNumber(text, { option, min: 0, max: MAX_PORT, what: 'a port (0 for any free port)', whole: true })
}

/** Parses the Mbit/s of TURN; a million is more than any machine has */
export function parseMbit (text: string): number {
  return parseNumber(text, { option: '--turn-mbit', min: 1, max: 1_000_000, what: 'Mbit/s', whole: true })
}

/** Parses the first and the last of a range of ports that need no privileges */
export function parsePortRange (text: string): { first: number, last: number } {
  const [, first, last] = (/^(\d{4,5})-(\d{4,5})$/.exec(text.trim()) ?? []).map(Number)

  if (!(first >= MIN_RELAY_PORT && first <= last && last <= MAX_PORT)) {
    throw new UsageError(`--turn-relay-ports ${quote(text)} isn't valid: name the first and the last port, from ${MIN_RELAY_PORT} to ${MAX_PORT}, as in 49152-50175`)
  }

  return { first, last }
}

/** Parses the level above which a voice is sent */
export function parseActivation (text: string): number {
  return parseNumber(text, { option: '--voice-activation', min: -80, max: -10, what: 'dB' })
}

/** Parses the kbit/s of a voice: below 16, speech suffers, and above 128, nobody hears a difference */
export function parseBitrate (text: string): number {
  return parseNumber(text, { option: '--bitrate', min: 16, max: 128, what: 'kbit/s', whole: true })
}

/** Parses the ms between two status lines, for programs that draw them */
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
  const value = /^-?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : NaN

  if (!(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    throw new UsageError(`${option} ${quote(text)} isn't valid: it takes ${what}, ${whole ? 'a whole number' : 'a number'} from ${min} to ${max}`)
  }

  return value
}
