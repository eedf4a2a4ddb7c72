import { css, html, nothing } from 'lit'
import { clockWords } from '../model/clock-words.ts'
import { icon } from './icons.ts'
import { noteStyle } from './note-style.ts'
import { define, View } from './view.ts'
import './problems-view.ts'
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit'

/** What the user can hide until it happens again */
type Hideable = 'listenOnly' | 'matrix' | 'clock'

interface Note {
  words: string
  /** What the user can do about it */
  todo?: { label: string, click(): void }
}

/** The call's notices, each while its cause lasts; dispatches `matrix` when the user wants to see who hears whom */
export class NotesElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, dismissed: { state: true } }
  static styles: CSSResultGroup = [View.styles, noteStyle, css`
    :host { display: grid; gap: 0.5rem; }
    .note { box-shadow: 0 2px 12px rgb(0 0 0 / 25%); }
  `]

  declare dismissed: Hideable[]

  constructor () {
    super()

    this.dismissed = []
  }

  willUpdate (): void {
    const causes = this.causes
    const lasting = this.dismissed.filter(name => causes[name] != null)

    // it may come back
    if (lasting.length < this.dismissed.length) {
      this.dismissed = lasting
    }
  }

  render (): TemplateResult {
    const { actions, state, text, theme } = this
    const notes = Object.entries(this.causes) as Array<[Hideable, Note | undefined]>

    return html`
      ${state.soundBlocked ? html`<button class="primary" @click=${() => { actions.allowSound() }}>${icon('ear')} ${text.call.tapToHear}</button>` : nothing}
      ${state.self.unheard ? html`<div class="note"><p role="alert">${text.call.unheard}</p><button class="todo" @click=${() => { actions.toggleMute() }}>${text.toolbar.unmute}</button></div>` : nothing}
      ${notes.map(([name, note]) => note == null || this.dismissed.includes(name) ? nothing : this.renderNote(name, note))}
      <gc-problems .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-problems>
    `
  }

  private renderNote (name: Hideable, { words, todo }: Note): TemplateResult {
    return html`<div class="note">
      <p role=${name === 'clock' ? 'alert' : 'status'}>${words}</p>
      ${todo == null ? nothing : html`<button class="todo" @click=${() => { todo.click() }}>${todo.label}</button>`}
      <button class="icon" aria-label=${this.text.call.dismiss} @click=${() => { this.dismissed = [...this.dismissed, name] }}>${icon('close')}</button>
    </div>`
  }

  private get causes (): Record<Hideable, Note | undefined> {
    const { actions, state: { clockDifference, matrix, self: { listenOnly } }, text } = this

    return {
      listenOnly: listenOnly == null ? undefined : { words: text.microphone.problems[listenOnly], todo: { label: text.microphone.retry, click: () => { actions.retryMicrophone() } } },
      matrix: matrix.worrying ? { words: text.call.matrixHint, todo: { label: text.matrix.title, click: () => { this.dispatchEvent(new CustomEvent('matrix')) } } } : undefined,
      clock: clockDifference === 0 ? undefined : { words: clockWords(clockDifference, text) }
    }
  }
}

define('gc-notes', NotesElement)
