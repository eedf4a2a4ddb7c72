import { html } from 'lit'
import type { TemplateResult } from 'lit'

/** dBFS at the left end of a meter: what is quieter is a quiet room */
const FLOOR = -60

/** A bar for a level of 0 to 1 */
export function meter (label: string, level: number): TemplateResult {
  const percent = loudness(level)

  return html`<div class="meter" role="meter" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}><span style="width: ${percent}%"></span></div>`
}

/** Percent of a meter: ears hear decibels */
export function loudness (level: number): number {
  return level <= 0 ? 0 : Math.round(Math.min(100, Math.max(0, 100 * (1 - 20 * Math.log10(level) / FLOOR))))
}
