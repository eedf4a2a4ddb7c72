import { css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { define, shortKey, View } from './view.ts'
import type { PersonState } from '../model/state.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

/**
 * Shows the people who are knocking, a card for each. Screen readers announce a card,
 * but it doesn't take the focus from a user who is talking.
 */
export class KnocksElement extends View {
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: block; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5rem; }
    li { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; justify-content: space-between; background: var(--gc-surface); border: 2px solid var(--gc-accent); border-radius: var(--gc-radius); padding: 0.75rem 1rem; box-shadow: 0 2px 12px rgb(0 0 0 / 25%); }
    .who { flex: 1 1 16rem; min-width: 0; }
    .asks { font-weight: 600; overflow-wrap: anywhere; }
    .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
  `]

  render (): TemplateResult | typeof nothing {
    const { state: { knocks }, text: { members: { knocks: text } } } = this

    return knocks.length === 0
      ? nothing
      : html`<ul aria-label=${text.label}>${repeat(knocks, ({ publicKey }) => publicKey, knock => this.renderKnock(knock))}</ul>`
  }

  private renderKnock ({ publicKey, name }: PersonState): TemplateResult {
    const { text: { members: { knocks: text } } } = this
    const called = this.nameOf(name)

    return html`<li>
      <div class="who">
        <p class="asks" role="alert">${text.asks(called, shortKey(publicKey))}</p>
        <p class="hint">${text.hint}</p>
      </div>
      <div class="buttons">
        <button class="primary" aria-label="${text.admit}: ${called}" @click=${() => { this.actions.admit(publicKey) }}>${text.admit}</button>
        <button aria-label="${text.deny}: ${called}" @click=${() => { this.actions.deny(publicKey) }}>${text.deny}</button>
      </div>
    </li>`
  }
}

define('gc-knocks', KnocksElement)
