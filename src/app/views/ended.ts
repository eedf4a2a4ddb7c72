import { css, html, nothing } from 'lit'
import { define, View } from './view.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

/** Shows why the call is over, and a way back into it */
export class EndedElement extends View {
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: grid; grid-template-columns: minmax(0, 30rem); place-content: start center; padding: min(10dvh, 5rem) 1rem 1rem; }
  `]

  render (): TemplateResult {
    const { ended } = this.text
    const { reason, invite, message } = this.state.ending ?? { reason: 'left' }

    return html`
      <section class="card" role="status">
        <h1>${ended.titles[reason]}</h1>
        <p>${invite == null ? ended.hints[reason] : ended.invites[invite]}</p>
        ${reason === 'failed' && message != null ? html`<p class="details" lang="en">${message}</p>` : nothing}
        ${reason === 'invite' || reason === 'insecure' ? nothing : html`<button class="primary" @click=${() => { this.actions.again() }}>${ended.again}</button>`}
      </section>
    `
  }
}

define('gc-ended', EndedElement)
