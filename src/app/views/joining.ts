import { css, html, nothing } from 'lit'
import { define, shortKey, View } from './view.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

const STEPS = ['network', 'finding', 'dialling', 'waiting', 'connecting'] as const

/** Shows the steps of a join, each with what holds it up */
export class JoiningElement extends View {
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: grid; grid-template-columns: minmax(0, 30rem); place-content: start center; padding: min(10dvh, 5rem) 1rem 1rem; }
    .card { gap: 1.25rem; }
    ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5rem; }
    li { display: grid; grid-template-columns: 1.5rem 1fr; }
    li::before { content: '○'; color: var(--gc-soft); }
    li.done::before { content: '✓'; color: var(--gc-good); font-weight: 700; }
    li.current { font-weight: 600; }
    li.current::before { content: '●'; color: var(--gc-accent); }
    .problem, .details { grid-column: 2; font-weight: 400; }
  `]

  render (): TemplateResult {
    const { text, state } = this
    // not everybody has to wait
    const steps = STEPS.filter(step => step !== 'waiting' || state.progress.some(progress => progress.step === step))
    // the last step is in progress
    const current = steps.findLastIndex(step => state.progress.some(progress => progress.step === step))

    return html`
      <section class="card" aria-busy="true">
        <h1>${text.joining.title}</h1>
        <ol>${steps.map((step, index) => {
          const problem = state.progress.find(progress => progress.step === step)?.problem

          return html`<li class=${index < current ? 'done' : index === current ? 'current' : ''} aria-current=${index === current ? 'step' : nothing}>
            <span>${text.joining.steps[step]}</span>
            ${problem == null ? nothing : html`<p class="problem" role="alert">${text.joining.problem}</p><p class="details" lang="en">${problem}</p>`}
          </li>`
        })}</ol>
        ${state.members != null && state.progress.some(({ step }) => step === 'waiting') ? html`<p class="hint" role="status">${text.members.waiting(shortKey(state.self.publicKey))}</p>` : nothing}
        <button @click=${() => { this.actions.leave() }}>${text.joining.cancel}</button>
      </section>
    `
  }
}

define('gc-joining', JoiningElement)
