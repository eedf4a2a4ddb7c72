import { html } from 'lit'
import type { TemplateResult } from 'lit'

/** The number of a pair in groups, as it is read out; `.number` of the controls says how it looks */
export function pairNumber (number: string): TemplateResult {
  return html`<p class="code number">${number.split(' ').map(group => html`<span>${group}</span> `)}</p>`
}
