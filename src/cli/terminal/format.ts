import { styleText } from 'node:util'

/** Below this a meter shows nothing, in dBFS: quiet rooms are louder */
const METER_FLOOR = -48

/** Digits of a public key, as keys/ shows them: that room takes a while to load */
const SHORT_KEY = 8

const METER_PARTS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']

export type Style = Parameters<typeof styleText>[0]

/** Colours and weights, where standard output shows them */
export function style (format: Style, text: string): string {
  return styleText(format, text, { stream: process.stdout })
}

/** What a participant is called on screen; names come from others and may hold anything */
export function displayName (name: string, publicKey: string, width = 16): string {
  const clean = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim()

  return clean === '' ? publicKey.slice(0, SHORT_KEY) : fit(clean, width)
}

/** At most `width` characters */
export function fit (text: string, width: number): string {
  const characters = [...text]

  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`
}

/** A level (linear, 0 to 1) as a share of what a meter shows, since ears hear in decibels */
export function loudness (level: number): number {
  return level <= 0 ? 0 : Math.max(0, Math.min(1, 1 - 20 * Math.log10(level) / METER_FLOOR))
}

/** A level as a bar that lies down */
export function meter (level: number, width: number): string {
  const eighths = Math.round(loudness(level) * width * 8)
  const full = Math.floor(eighths / 8)

  return `${'█'.repeat(full)}${METER_PARTS[eighths % 8]}`.padEnd(width)
}

/** A level in one character */
export function bar (level: number): string {
  return BARS[Math.min(BARS.length - 1, Math.floor(loudness(level) * BARS.length))]
}

/** ms as people read them: 0.43 s */
export function seconds (ms: number): string {
  return `${(ms / 1_000).toFixed(ms < 9_995 ? 2 : 1)} s`
}

export function kbps (value: number): string {
  return value === 0 ? '–' : value.toFixed(0)
}

export function percent (value: number): string {
  return `${value.toFixed(value >= 10 || value === 0 ? 0 : 1)} %`
}

/** Text of others, without what moves the cursor or turns the line around */
export function clean (text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
}
