import { css, html, nothing } from 'lit'
import { define, shortKey, View } from './view.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

const STEPS = ['network', 'finding', 'dialling', 'waiting', 'connecting'] as const

/** The steps of a join, each with what is in its way */
export class JoiningElement extends View {
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: grid; place-content: start center; padding: 4rem 1rem 2rem; }
    .card { width: min(30rem, calc(100vw - 2rem)); gap: 1.25rem; }
    ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5rem; }
    li::before { content: '○ '; color: var(--gc-soft); }
    li.reached::before { content: '● '; color: var(--gc-good); }
  `]

  render (): TemplateResult {
    const { text, state } = this

    return html`
      <section class="card" aria-busy="true">
        <h1>${text.joining.title}</h1>
        <ol>${STEPS.filter(step => step !== 'waiting' || state.progress.some(progress => progress.step === step)).map(step => {
          const reached = state.progress.find(progress => progress.step === step)

          return html`<li class=${reached == null ? '' : 'reached'}>${text.joining.steps[step]}${reached?.problem == null ? nothing : html`<p class="problem" role="alert">${reached.problem}</p>`}</li>`
        })}</ol>
        ${state.members != null && state.progress.some(({ step }) => step === 'waiting') ? html`<p class="hint" role="status">${text.members.waiting(shortKey(state.self.publicKey))}</p>` : nothing}
        <button @click=${() => { this.actions.leave() }}>${text.joining.cancel}</button>
      </section>
    `
  }
}

define('gc-joining', JoiningElement)
