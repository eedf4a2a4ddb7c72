import { css, html, nothing } from 'lit'
import { addProblem, ownerProblem } from './member-problem.ts'
import { define, shortKey, View } from './view.ts'
import type { MemberProblem } from './member-problem.ts'
import type { MemberState, MembersState } from '../model/state.ts'
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit'

/** A change that an owner has to confirm */
interface Question {
  action: 'remove' | 'addOwners'
  publicKey: string
}

const NOBODY: MembersState = { belongs: false, owner: false, people: [] }

/** Shows the group's members; owners can change them */
export class MembersElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, question: { state: true }, problem: { state: true }, added: { state: true } }
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: grid; gap: 1rem; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5rem; }
    li { display: grid; gap: 0.5rem; background: var(--gc-raised); border-radius: 0.625rem; padding: 0.625rem 0.875rem; }
    .who { display: flex; flex-wrap: wrap; gap: 0.25rem 0.625rem; align-items: baseline; }
    .name { font-weight: 600; }
    .code, .soft { color: var(--gc-soft); font-size: 0.9rem; }
    .mark { border: 1px solid var(--gc-line); border-radius: 999px; padding: 0 0.5rem; font-size: 0.85rem; }
    .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
    li button { background: var(--gc-surface); }
    form { display: grid; gap: 0.5rem; }
  `]

  declare question: Question | undefined
  declare problem: MemberProblem | undefined
  /** The last key that was added */
  declare added: string

  constructor () {
    super()

    this.added = ''
  }

  render (): TemplateResult {
    const { text: { members: text } } = this
    const { owner, people } = this.members

    return html`
      <ul aria-label=${text.list}>${people.map(person => this.renderPerson(person))}</ul>
      ${owner
        ? html`
          <form @submit=${this.onAdd}>
            <label for="key">${text.key}</label>
            <input id="key" name="key" required autocomplete="off" spellcheck="false" aria-describedby="key-hint">
            <p id="key-hint" class="hint">${text.keyHint}</p>
            ${this.problem == null ? nothing : html`<p class="problem" role="alert">${text.problems[this.problem]}</p>`}
            <p role="status">${this.added === '' ? nothing : text.added(shortKey(this.added))}</p>
            <button>${text.addKey}</button>
          </form>`
        : nothing}
    `
  }

  updated (): void {
    // move the focus to the question, for keyboard users
    if (this.question != null && !this.matches(':focus-within')) {
      this.renderRoot.querySelector<HTMLButtonElement>('.question button')?.focus()
    }
  }

  private get members (): MembersState {
    return this.state.members ?? NOBODY
  }

  private renderPerson (person: MemberState): TemplateResult {
    const { text: { members: text } } = this
    const { publicKey, owner, present, self } = person

    return html`
      <li>
        <div class="who">
          ${person.name === '' ? nothing : html`<bdi class="name">${person.name}</bdi>`}
          <span class="code" title=${publicKey}>${shortKey(publicKey)}</span>
          ${owner ? html`<span class="mark">${text.owner}</span>` : nothing}
          <span class="soft">${self ? text.you : present ? text.present : text.absent}</span>
        </div>
        ${this.members.owner && !self ? this.renderActions(person) : nothing}
      </li>
    `
  }

  private renderActions ({ publicKey, name, owner }: MemberState): TemplateResult {
    const { text: { members: text } } = this
    const called = name === '' ? text.unnamed(shortKey(publicKey)) : name

    if (this.question?.publicKey === publicKey) {
      const { action } = this.question

      return html`<div class="question" role="group" aria-labelledby="question">
        <p id="question" role="alert">${action === 'remove' ? text.askRemove(called) : text.askOwner(called)}</p>
        <div class="buttons">
          <button @click=${() => { this.question = undefined }}>${text.keep}</button>
          <button class=${action === 'remove' ? 'danger' : 'primary'} @click=${() => { this.onAnswer() }}>${action === 'remove' ? text.removeOf(called) : text.makeOwnerOf(called)}</button>
        </div>
      </div>`
    }

    return html`<div class="buttons">
      ${owner ? nothing : html`<button aria-label="${text.makeOwner}: ${called}" @click=${() => { this.ask({ action: 'addOwners', publicKey }) }}>${text.makeOwner}</button>`}
      <button aria-label="${text.remove}: ${called}" @click=${() => { this.ask({ action: 'remove', publicKey }) }}>${text.remove}</button>
    </div>`
  }

  private ask (question: Question): void {
    this.added = ''
    this.problem = question.action === 'addOwners' ? ownerProblem(this.members) : undefined
    this.question = this.problem == null ? question : undefined
  }

  private onAnswer (): void {
    if (this.question != null) {
      this.actions.changeMembers({ [this.question.action]: [this.question.publicKey] })
      this.question = undefined
    }
  }

  private onAdd (event: SubmitEvent): void {
    event.preventDefault()
    const form = event.target as HTMLFormElement
    const publicKey = String(new FormData(form).get('key')).trim().toLowerCase()

    this.problem = addProblem(this.members, publicKey)
    this.added = ''

    if (this.problem == null) {
      this.actions.changeMembers({ add: [publicKey] })
      this.added = publicKey
      form.reset()
    }
  }
}

define('gc-members', MembersElement)
