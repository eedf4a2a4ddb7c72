import { html } from 'lit'
import type { TemplateResult } from 'lit'

/** Shows the number of a pair in the groups in which it is read out; `.number` in the control styles lays it out */
export function pairNumber (number: string): TemplateResult {
  return html`<p class="code number">${number.split(' ').map(group => html`<span>${group}</span> `)}</p>`
}
