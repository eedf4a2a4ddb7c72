import { css, html } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { icon } from './icons.ts'
import { noteStyle } from './note-style.ts'
import { define, View } from './view.ts'
import type { Problem } from '../model/state.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

/** Shows the problems that don't end the call, each with a button that hides it */
export class ProblemsElement extends View {
  static styles: CSSResultGroup = [View.styles, noteStyle, css`
    :host { display: grid; gap: 0.5rem; }
    :host([hidden]) { display: none; }
  `]

  willUpdate (): void {
    this.hidden = this.state.problems.length === 0
  }

  render (): TemplateResult {
    return html`${repeat(this.state.problems, ({ id }) => id, problem => this.renderProblem(problem))}`
  }

  private renderProblem ({ id, name, error, message }: Problem): TemplateResult {
    const { actions, text } = this
    const words = (text.problems as Record<string, (name: string) => string>)[error]

    return html`<div class="note">
      <p role="alert">${words == null ? message : words(isolate(this.nameOf(name)))}</p>
      <button class="icon" aria-label=${text.call.dismiss} @click=${() => { actions.dismissProblem(id) }}>${icon('close')}</button>
    </div>`
  }
}

/** Keeps the direction in which a name is written from the words around it, as `<bdi>` does */
function isolate (name: string): string {
  return `\u2068${name}\u2069`
}

define('gc-problems', ProblemsElement)
