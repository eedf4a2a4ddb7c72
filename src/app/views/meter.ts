import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'

/** dBFS at the left end of a meter: about a quiet room */
export const METER_FLOOR = -60

/** Shows a level from 0 to 1 as a bar, with a mark at `threshold` (in dBFS), if any. The property `style` works under any content security policy, the attribute doesn't */
export function meter (label: string, level: number, threshold?: number | null): TemplateResult {
  const percent = loudness(level)

  return html`<div class="meter" role="meter" aria-label=${label} aria-valuemin="0" aria-valuemax="100" aria-valuenow=${percent}><span .style=${`scale: ${percent / 100} 1`}></span>${threshold == null ? nothing : html`<i .style=${`left: ${loudness(10 ** (threshold / 20))}%`}></i>`}</div>`
}

/** Returns the percentage of a meter, in decibels, as ears hear */
export function loudness (level: number): number {
  return level <= 0 ? 0 : Math.round(Math.min(100, Math.max(0, 100 * (1 - 20 * Math.log10(level) / METER_FLOOR))))
}
