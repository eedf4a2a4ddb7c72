import { css, html, LitElement, nothing } from 'lit'
import { painted } from '../session/painted.ts'
import { controls } from '../style/controls.ts'
import { tokens } from '../style/tokens.ts'
import { download } from '../views/download.ts'
import { changePassphrase, exportIdentity, importIdentity, ownIdentity } from './page-identity.ts'
import './passphrase-form.ts'
import type { PassphraseChange, PassphraseFormElement } from './passphrase-form.ts'
import type { KeptIdentity } from '../session/kept-identity.ts'
import type { Text } from '../text/text.ts'
import type { PropertyDeclarations, TemplateResult } from 'lit'

/**
 * The user's key: lets the user read it out, protect it with a passphrase, save it as a
 * file, and use another key
 */
export class IdentityPanelElement extends LitElement {
  static properties: PropertyDeclarations = {
    text: { attribute: false },
    theme: { reflect: true },
    kept: { state: true },
    message: { state: true }
  }

  static styles = [tokens, controls, css`
    details > :not(summary) { margin-block-start: 0.75rem; }
    form { display: grid; gap: 0.75rem; }
    code { overflow-wrap: anywhere; }
    summary { cursor: pointer; font-weight: 600; }
  `]

  declare text: Text
  declare theme: string
  /** The unencrypted part of the key; `undefined` while it is loading */
  declare kept: KeptIdentity | undefined
  declare message: { problem: boolean, text: string } | undefined

  render (): TemplateResult {
    const { page } = this.text

    return html`
      <details class="card" @toggle=${this.onToggle}>
        <summary>${page.identity}</summary>
        <p class="hint">${this.kept?.stored === false ? page.identityForVisit : page.identityHint}</p>
        <p>${page.publicKey}: <code>${this.kept?.publicKey ?? page.working}</code></p>
        ${this.kept?.stored !== true ? nothing : html`<gc-passphrase-form .text=${this.text} theme=${this.theme} ?encrypted=${this.kept.encrypted} @change-passphrase=${this.onPassphrase}></gc-passphrase-form>`}
        <form @submit=${this.onSubmit}>
          <h3>${page.keyFiles}</h3>
          <label for="passphrase">${page.passphrase}</label>
          <input id="passphrase" name="passphrase" type="password" autocomplete="off" aria-describedby="passphrase-hint">
          <p id="passphrase-hint" class="hint">${this.kept?.encrypted === true ? page.samePassphraseHint : page.passphraseHint}</p>
          <button name="action" value="export">${page.exportFile}</button>
          <label for="file">${page.keyFile}</label>
          <input id="file" name="file" type="file" accept="application/json,.json" aria-describedby="import-hint">
          <p id="import-hint" class="hint">${page.importHint}</p>
          <button name="action" value="import">${page.importFile}</button>
        </form>
        ${this.message == null ? nothing : html`<p class=${this.message.problem ? 'problem' : 'hint'} role=${this.message.problem ? 'alert' : 'status'}>${this.message.text}</p>`}
      </details>
    `
  }

  private onToggle ({ target }: Event): void {
    if ((target as HTMLDetailsElement).open && this.kept == null) {
      this.attempt(async () => {
        this.kept = await ownIdentity()
      })
    }
  }

  private onPassphrase ({ detail: { current, next }, target }: CustomEvent<PassphraseChange>): void {
    this.attempt(async () => {
      this.kept = await changePassphrase(current, next)
      ;(target as PassphraseFormElement).clear()
      this.message = { problem: false, text: next === '' ? this.text.page.passphraseRemoved : this.text.page.passphraseSet }
    })
  }

  private onSubmit (event: SubmitEvent): void {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    const passphrase = String(form.get('passphrase'))
    const file = form.get('file')

    if ((event.submitter as HTMLButtonElement).value === 'export') {
      this.attempt(async () => {
        const { name, text } = await exportIdentity(passphrase)
        download(name, text)
      })
    } else if (file instanceof File && file.size > 0) {
      this.attempt(async () => {
        this.kept = await importIdentity(file, passphrase)
        this.message = { problem: false, text: this.text.page.imported(this.kept.publicKey.slice(0, 8)) }
      })
    } else {
      this.renderRoot.querySelector<HTMLInputElement>('#file')?.click()
    }
  }

  private attempt (action: () => Promise<void>): void {
    this.message = { problem: false, text: this.text.page.working }
    painted().then(action).then(() => {
      if (this.message?.text === this.text.page.working) {
        this.message = undefined
      }
    }, (err: Error) => {
      this.message = { problem: true, text: err instanceof TypeError ? this.text.page.loadFailed : err.message }
    })
  }
}

if (customElements.get('gc-identity-panel') == null) {
  customElements.define('gc-identity-panel', IdentityPanelElement)
}
