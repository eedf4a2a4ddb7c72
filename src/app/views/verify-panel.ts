import { html } from 'lit'
import { icon } from './icons.ts'
import { pairNumber } from './pair-number-view.ts'
import { shortKey } from './view.ts'
import type { CallScreenActions, ParticipantState } from '../model/state.ts'
import type { Text } from '../text/text.ts'
import type { TemplateResult } from 'lit'

export interface VerifyPanelInit {
  participant: ParticipantState
  /** The person's name */
  name: string
  /** Whether it is stored, so that the page may be closed */
  kept: boolean
  actions: CallScreenActions
  text: Text
}

/** Shows the number to compare with a person, and a button to mark them as verified */
export function verifyPanel ({ participant: { publicKey, pairNumber: number, verified }, name, kept, actions, text: { verify } }: VerifyPanelInit): TemplateResult {
  return html`
    <p>${verify.hint(name)}</p>
    ${pairNumber(number)}
    <p class="hint">${verify.key} <span class="code">${shortKey(publicKey)}</span></p>
    <p class="done" role="status">${verified && kept ? html`${icon('safety')}<span>${verify.done(name)}</span>` : ''}</p>
    ${verified
      ? html`<button @click=${() => { actions.setVerified(publicKey, false) }}>${verify.undo}</button>`
      : html`<button class="primary" @click=${() => { actions.setVerified(publicKey, true) }}>${verify.same}</button>`}
  `
}
