import { css, html, nothing } from 'lit'
import { pairNumber } from './pair-number-view.ts'
import { define, keepModal, shortKey, View } from './view.ts'
import type { ParticipantState } from '../model/state.ts'
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/**
 * Asks about a participant with a contact's name but another key; the user has to
 * decide that first
 */
export class ChangedKeyElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, participant: { attribute: false }, lost: { state: true } }
  static styles: CSSResultGroup = [View.styles, css`
    h2 { color: var(--gc-danger); }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 0.25rem 0.75rem; margin: 0; }
    dd { margin: 0; }
    .buttons { display: flex; flex-wrap: wrap; gap: 0.75rem; }
  `]

  declare participant: ParticipantState
  /** Whether the old key was lost */
  declare lost: boolean

  constructor () {
    super()

    this.lost = false
  }

  render (): TemplateResult {
    const { participant: { heldFor, name, publicKey, pairNumber: number }, text: { changedKey } } = this
    const who = this.nameOf(name)

    return html`
      <dialog role="alertdialog" aria-labelledby="title" aria-describedby="what" @keydown=${this.onKeyDown} @cancel=${(event: Event) => { event.preventDefault() }} @close=${this.onClose}>
        <div>
          <h2 id="title" tabindex="-1">${changedKey.title(who)}</h2>
          <div id="what">
            <p>${changedKey.what(who)}</p>
            ${heldFor?.verified === true ? html`<p>${changedKey.wasVerified}</p>` : nothing}
          </div>
          <dl>
            <dt>${changedKey.oldKey}</dt><dd class="code">${shortKey(heldFor?.publicKey ?? '')}</dd>
            <dt>${changedKey.newKey}</dt><dd class="code">${shortKey(publicKey)}</dd>
          </dl>
          <p>${changedKey.todo(who)}</p>
          ${pairNumber(number)}
          <label class="check"><input type="checkbox" .checked=${this.lost} @change=${this.onLost}>${changedKey.lost}</label>
          <div class="buttons">
            <button class="leave" @click=${() => { this.actions.leave() }}>${changedKey.leave}</button>
            <button @click=${() => { this.actions.trust(publicKey, this.lost) }}>${changedKey.trust}</button>
          </div>
        </div>
      </dialog>
    `
  }

  connectedCallback (): void {
    super.connectedCallback()
    keepModal(this.renderRoot?.querySelector('dialog') ?? null)
  }

  firstUpdated (): void {
    this.show()
  }

  updated (changed: PropertyValues<this>): void {
    const before = changed.get('participant')

    // the next participant is another question
    if (before != null && before.publicKey !== this.participant.publicKey) {
      this.lost = false
      this.focusTitle()
    }
  }

  private onLost ({ target }: Event): void {
    this.lost = (target as HTMLInputElement).checked
  }

  private onKeyDown (event: KeyboardEvent): void {
    if (event.key === 'Escape') {
      event.preventDefault()
    }
  }

  /** Asks again if the browser closes the dialog in another way */
  private onClose (): void {
    if (this.isConnected) {
      this.show()
    }
  }

  private show (): void {
    this.renderRoot.querySelector('dialog')?.showModal()
    this.focusTitle()
  }

  /** Focuses no button, so that a user who is typing doesn't decide by accident */
  private focusTitle (): void {
    this.renderRoot.querySelector<HTMLElement>('#title')?.focus()
  }
}

define('gc-changed-key', ChangedKeyElement)
