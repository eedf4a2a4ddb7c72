import { styleText } from 'node:util'
import { cut } from './wrap.ts'

/** Level below which a meter shows nothing, in dBFS: quieter than a quiet room */
const METER_FLOOR = -48

/** Digits of a short key, repeated from keys/ because that takes a while to load */
const SHORT_KEY = 8

/** A name that takes no room on a screen, or only white room */
const INVISIBLE = /^[\p{Z}\p{M}\p{Default_Ignorable_Code_Point}\u2800]*$/u

const METER_PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

export type Style = Parameters<typeof styleText>[0]

/** Styles text with colour and weight, if standard output supports it */
export function style (format: Style, text: string): string {
  return styleText(format, text, { stream: process.stdout })
}

/** Returns a participant's name for the screen; names come from others and may contain anything */
export function displayName (name: string, publicKey: string, width = 16): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim()

  return INVISIBLE.test(clean) ? publicKey.slice(0, SHORT_KEY) : cut(clean, width)
}

/** Returns how much of a meter a level (linear, 0 to 1) fills; the scale is in decibels, as ears hear */
export function loudness (level: number): number {
  return level <= 0 ? 0 : Math.max(0, Math.min(1, 1 - 20 * Math.log10(level) / METER_FLOOR))
}

/** Formats a level as a horizontal bar */
export function meter (level: number, width: number): string {
  const eighths = Math.round(loudness(level) * width * 8)
  const full = Math.floor(eighths / 8)

  return `${'█'.repeat(full)}${METER_PARTS[eighths % 8]}`.padEnd(width)
}

/** Formats a level as one character */
export function bar (level: number): string {
  return BARS[Math.min(BARS.length - 1, Math.floor(loudness(level) * BARS.length))]
}

/** Formats ms for people: 0.43 s */
export function seconds (ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1)} s`
}

export function kbps (value: number): string {
  return value === 0 ? '–' : value.toFixed(0)
}

export function percent (value: number): string {
  return `${value.toFixed(value >= 10 || value === 0 ? 0 : 1)} %`
}

/** Removes characters that move the cursor or reverse the line from others' text */
export function clean (text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
}
