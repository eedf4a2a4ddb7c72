import { css, html, LitElement, nothing } from 'lit'
import { controls } from '../style/controls.ts'
import { tokens } from '../style/tokens.ts'
import type { Text } from '../text/text.ts'
import type { PropertyDeclarations, TemplateResult } from 'lit'

/** What the user typed; empty fields are empty strings */
export interface PassphraseChange {
  current: string
  next: string
}

/** Asks for a new passphrase of the stored key, or for its removal; dispatches `change-passphrase` */
export class PassphraseFormElement extends LitElement {
  static properties: PropertyDeclarations = {
    text: { attribute: false },
    theme: { reflect: true },
    encrypted: { type: Boolean },
    differ: { state: true }
  }

  static styles = [tokens, controls, css`
    :host { display: block; }
    form { display: grid; gap: 0.75rem; }
    .buttons { display: flex; flex-wrap: wrap; gap: 0.75rem; }
  `]

  declare text: Text
  declare theme: string
  declare encrypted: boolean
  /** Whether the new passphrase and its repetition differ */
  declare differ: boolean

  constructor () {
    super()

    this.encrypted = false
    this.differ = false
  }

  /** Clears the fields after the change */
  clear (): void {
    this.renderRoot.querySelector('form')?.reset()
  }

  render (): TemplateResult {
    const { text: { page }, encrypted, differ } = this

    return html`
      <form @submit=${this.onSubmit}>
        <h3>${page.protection}</h3>
        <p>${encrypted ? page.keptEncrypted : page.keptPlain}</p>
        ${encrypted
          ? html`<label for="current">${page.currentPassphrase}</label>
            <input id="current" name="current" type="password" required autocomplete="current-password">`
          : nothing}
        <label for="next">${page.newPassphrase}</label>
        <input id="next" name="next" type="password" ?required=${!encrypted} autocomplete="new-password" aria-describedby="next-hint">
        <p id="next-hint" class="hint">${page.newPassphraseHint}</p>
        <label for="repeat">${page.repeatPassphrase}</label>
        <input id="repeat" name="repeat" type="password" ?required=${!encrypted} autocomplete="new-password" aria-invalid=${differ}>
        ${differ ? html`<p class="problem" role="alert">${page.passphrasesDiffer}</p>` : nothing}
        <div class="buttons">
          <button name="action" value="set">${encrypted ? page.changePassphrase : page.setPassphrase}</button>
          ${encrypted ? html`<button name="action" value="remove">${page.removePassphrase}</button>` : nothing}
        </div>
      </form>
    `
  }

  private onSubmit (event: SubmitEvent): void {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    const [current, next, repeat] = ['current', 'next', 'repeat'].map(name => String(form.get(name) ?? ''))
    const remove = (event.submitter as HTMLButtonElement | null)?.value === 'remove'

    this.differ = !remove && next !== repeat

    if (!remove && next === '') {
      this.renderRoot.querySelector<HTMLInputElement>('#next')?.focus()
    } else if (!this.differ) {
      this.dispatchEvent(new CustomEvent<PassphraseChange>('change-passphrase', { detail: { current, next: remove ? '' : next } }))
    }
  }
}

if (customElements.get('gc-passphrase-form') == null) {
  customElements.define('gc-passphrase-form', PassphraseFormElement)
}
