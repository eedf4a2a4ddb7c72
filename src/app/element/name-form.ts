import { css, html, LitElement, nothing } from 'lit'
import { fitName } from '../model/fit-name.ts'
import { loadEngine } from '../session/load-engine.ts'
import { controls } from '../style/controls.ts'
import { tokens } from '../style/tokens.ts'
import { logo } from '../views/logo.ts'
import type { Text } from '../text/text.ts'
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/** Asks for the user's name when an invite was opened without one, and shows which group it is to */
export class NameFormElement extends LitElement {
  static properties: PropertyDeclarations = { text: { attribute: false }, invite: { attribute: false }, theme: { reflect: true }, group: { state: true }, invisible: { state: true } }
  static styles = [tokens, controls, css`
    :host { display: grid; grid-template-columns: minmax(0, 24rem); min-height: 100%; place-content: safe center; padding: 1rem; }
    header { display: grid; gap: 0.25rem; justify-items: center; text-align: center; }
    header svg { width: 4rem; height: 4rem; margin-block-end: 0.5rem; }
    h1 { font-size: 1.5rem; }
    /* keeps its room until the name is known */
    .group { min-height: 1.45em; font-size: 1.25rem; font-weight: 600; color: var(--gc-accent); }
  `]

  declare text: Text
  /** The invite's link, or its fragment */
  declare invite: string
  declare theme: string
  /** Name of the group; absent until the library, which reads invites, has loaded */
  declare group: string | undefined
  /** Whether nobody could see the name that the user entered */
  declare invisible: boolean | undefined

  willUpdate (changed: PropertyValues<this>): void {
    if (changed.has('invite')) {
      this.readGroup(this.invite).catch(() => {
        // the library didn't load, or the invite can't be used: the next screen says so
      })
    }
  }

  render (): TemplateResult {
    const { page } = this.text

    return html`
      <form class="card" @submit=${this.onSubmit}>
        <header>
          ${logo()}
          <h1>${page.invited}</h1>
          <p class="group" role="status"><bdi>${this.group}</bdi></p>
          <p class="hint">${page.invitedHint}</p>
        </header>
        <label for="name">${page.yourName}</label>
        <input id="name" name="name" required maxlength="40" autocomplete="nickname" autofocus aria-describedby="hint">
        <p id="hint" class="hint">${page.yourNameHint}</p>
        ${this.invisible === true ? html`<p class="problem" role="alert">${page.nameInvisible}</p>` : nothing}
        <button class="primary">${page.go}</button>
      </form>
    `
  }

  private async readGroup (invite: string): Promise<void> {
    this.group = undefined
    const { parseInvite } = await loadEngine()
    const { group } = parseInvite(invite)

    if (this.invite === invite) {
      this.group = group.name
    }
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
