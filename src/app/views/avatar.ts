import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'

/** Shows the first letter of a name, or what the person reacts with, and a raised hand. It always takes the same room */
export function avatar (name: string, { handRaised, reaction }: { handRaised: boolean, reaction?: string }, handLabel: string): TemplateResult {
  return html`
    <span class="avatar" aria-hidden="true">${reaction ?? [...name][0]?.toUpperCase()}</span>
    ${handRaised ? html`<span class="hand" role="img" aria-label=${handLabel} title=${handLabel}>✋</span>` : nothing}
  `
}
