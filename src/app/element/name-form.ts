import { css, html, LitElement, nothing } from 'lit'
import { fitName } from '../model/fit-name.ts'
import { controls } from '../style/controls.ts'
import { tokens } from '../style/tokens.ts'
import type { Text } from '../text/text.ts'
import type { PropertyDeclarations, TemplateResult } from 'lit'

/** Asks for the user's name when an invite was opened without one */
export class NameFormElement extends LitElement {
  static properties: PropertyDeclarations = { text: { attribute: false }, theme: { reflect: true }, invisible: { state: true } }
  static styles = [tokens, controls, css`
    :host { display: grid; min-height: 100%; place-content: center; padding: 4rem 1rem; }
    form { display: grid; gap: 0.75rem; width: min(24rem, 90vw); }
  `]

  declare text: Text
  declare theme: string
  /** Whether nobody could see the name that the user entered */
  declare invisible: boolean | undefined

  render (): TemplateResult {
    const { page } = this.text

    return html`
      <form class="card" @submit=${this.onSubmit}>
        <h1>${page.invited}</h1>
        <p>${page.invitedHint}</p>
        <label for="name">${page.yourName}</label>
        <input id="name" name="name" required maxlength="40" autocomplete="nickname" autofocus aria-describedby="hint">
        <p id="hint" class="hint">${page.yourNameHint}</p>
        ${this.invisible === true ? html`<p class="problem" role="alert">${page.nameInvisible}</p>` : nothing}
        <button class="primary">${page.go}</button>
      </form>
    `
  }

  private onSubmit (event: SubmitEvent): void {
    event.preventDefault()
    const name = fitName(String(new FormData(event.target as HTMLFormElement).get('name')))
    this.invisible = name === ''

    if (name !== '') {
      this.dispatchEvent(new CustomEvent('name', { detail: name, bubbles: false }))
    }
  }
}

if (customElements.get('gc-name-form') == null) {
  customElements.define('gc-name-form', NameFormElement)
}
