import { css, html, nothing } from 'lit'
import { define, View } from './view.ts'
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit'

/** Asks for the passphrase of a locked key, until it opens or the user cancels */
export class PassphraseElement extends View {
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: grid; grid-template-columns: minmax(0, 30rem); place-content: start center; padding: min(10dvh, 5rem) 1rem 1rem; }
    .card { gap: 1rem; }
    .buttons { display: flex; flex-wrap: wrap; gap: 0.75rem; }
  `]

  render (): TemplateResult {
    const { text: { unlock } } = this
    const { wrong = false, working = false } = this.state.passphrase ?? {}

    return html`
      <form class="card" @submit=${this.onSubmit} aria-busy=${working}>
        <h1>${unlock.title}</h1>
        <p id="hint">${unlock.hint}</p>
        <label for="passphrase">${unlock.label}</label>
        <input id="passphrase" name="passphrase" type="password" required autocomplete="current-password"
          ?readonly=${working} aria-invalid=${wrong} aria-describedby=${wrong ? 'hint wrong' : 'hint'}>
        ${wrong ? html`<p id="wrong" class="problem" role="alert">${unlock.wrong}</p>` : nothing}
        <div class="buttons">
          <button class="primary" ?disabled=${working}>${working ? unlock.working : unlock.open}</button>
          <button type="button" ?disabled=${working} @click=${() => { this.actions.cancelUnlock() }}>${unlock.cancel}</button>
        </div>
        <p class="hidden" role="status">${working ? unlock.working : ''}</p>
      </form>
    `
  }

  firstUpdated (): void {
    this.input?.focus()
  }

  updated (changed: PropertyValues<this>): void {
    // select a wrong passphrase, so that the next one replaces it
    if (this.state.passphrase?.wrong === true && changed.get('state')?.passphrase?.wrong !== true) {
      this.input?.select()
      this.input?.focus()
    }
  }

  private get input (): HTMLInputElement | null {
    return this.renderRoot.querySelector('input')
  }

  private onSubmit (event: SubmitEvent): void {
    event.preventDefault()
    const { input } = this

    if (input != null && input.value !== '' && this.state.passphrase?.working !== true) {
      this.actions.unlock(input.value)
    }
  }
}

define('gc-passphrase', PassphraseElement)
