import { css, html, LitElement, nothing } from 'lit'
import { isStorageError } from '../session/visit.ts'
import { controls } from '../style/controls.ts'
import { tokens } from '../style/tokens.ts'
import { forgetGroup, keptGroups } from './kept-groups.ts'
import type { KeptGroup } from './kept-groups.ts'
import type { Text } from '../text/text.ts'
import type { PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/**
 * The groups that this browser stores, to join or to leave. Dispatches the cancelable
 * event `choose` when the user opens a group.
 */
export class GroupListElement extends LitElement {
  static properties: PropertyDeclarations = {
    text: { attribute: false },
    theme: { reflect: true },
    groups: { state: true },
    problem: { state: true },
    leaving: { state: true }
  }

  static styles = [tokens, controls, css`
    :host { display: block; grid-column: 1 / -1; }
    :host([hidden]) { display: none; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5rem; }
    li { display: flex; gap: 0.5rem; }
    li .button { flex: 1; min-width: 0; justify-content: start; }
    li bdi { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .mark { border: 1px solid var(--gc-line); border-radius: 999px; padding: 0 0.5rem; font-size: 0.85rem; flex: none; }
    .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
  `]

  declare text: Text
  declare theme: string
  declare groups: KeptGroup[]
  declare problem: string | undefined
  /** The group that the question is about */
  declare leaving: KeptGroup | undefined

  constructor () {
    super()

    this.groups = []
  }

  connectedCallback (): void {
    super.connectedCallback()
    this.load().catch((err: Error) => { this.onProblem(err) })
  }

  willUpdate (): void {
    this.hidden = this.groups.length === 0 && this.problem == null
  }

  updated (changed: PropertyValues<this>): void {
    if (changed.has('leaving') && this.leaving != null) {
      this.renderRoot.querySelector('dialog')?.showModal()
    }
  }

  render (): TemplateResult {
    const { page } = this.text

    return html`
      <section class="card">
        <h2>${page.groups}</h2>
        <ul>${this.groups.map(group => html`
          <li>
            <a class="button" href="#${group.fragment}" @click=${this.onChoose}><bdi>${group.name}</bdi>${group.membersOnly ? html`<span class="mark">${page.membersOnly}</span>` : nothing}</a>
            <button type="button" class="icon" aria-label=${page.forget(group.name)} @click=${() => { this.leaving = group }}>✕</button>
          </li>
        `)}</ul>
        ${this.problem == null ? nothing : html`<p class="problem" role="alert">${this.problem}</p>`}
      </section>
      ${this.leaving == null ? nothing : this.renderQuestion(this.leaving)}
    `
  }

  private renderQuestion ({ id, name, membersOnly, ownedByOthers }: KeptGroup): TemplateResult {
    const { page } = this.text

    return html`
      <dialog aria-labelledby="title" @close=${() => { this.leaving = undefined }}>
        <header><h2 id="title">${page.leave.title(name)}</h2></header>
        <div>
          <p>${membersOnly ? page.leave.membersOnly : page.leave.open}</p>
          ${ownedByOthers ? nothing : html`<p class="problem">${page.leave.lastOwner}</p>`}
          <div class="buttons">
            <button @click=${this.onStay} autofocus>${page.leave.stay}</button>
            <button class="danger" @click=${() => { this.leave(id) }}>${page.leave.leave}</button>
          </div>
        </div>
      </dialog>
    `
  }

  private onStay (): void {
    this.renderRoot.querySelector('dialog')?.close()
  }

  private onChoose (event: Event): void {
    if (!this.dispatchEvent(new CustomEvent('choose', { cancelable: true }))) {
      event.preventDefault()
    }
  }

  private leave (id: Uint8Array): void {
    this.onStay()
    forgetGroup(id).then(async () => this.load()).catch((err: Error) => { this.onProblem(err) })
  }

  private async load (): Promise<void> {
    const { groups, problems } = await keptGroups()
    this.groups = groups
    this.problem = problems.length === 0 ? undefined : this.wordsFor(problems[0])
  }

  private onProblem (err: Error): void {
    this.problem = this.wordsFor(err)
  }

  private wordsFor (err: Error): string {
    const { loadFailed, unstored } = this.text.page

    if (isStorageError(err)) {
      return unstored
    }

    return err instanceof TypeError ? loadFailed : err.message
  }
}

if (customElements.get('gc-group-list') == null) {
  customElements.define('gc-group-list', GroupListElement)
}
