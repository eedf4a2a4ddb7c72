import { css, html, LitElement, nothing } from 'lit'
import { fitName } from '../model/fit-name.ts'
import { loadEngine } from '../session/load-engine.ts'
import { controls } from '../style/controls.ts'
import { tokens } from '../style/tokens.ts'
import { ownIdentity } from './page-identity.ts'
import { problemWords, readInvite } from './read-invite.ts'
import { fragmentOf } from './route.ts'
import './group-list.ts'
import type { PageConfig } from './config.ts'
import type { Text } from '../text/text.ts'
import type { PropertyDeclarations, TemplateResult } from 'lit'

/**
 * Lets the user choose a name, and start a group, open an invite or return to a group.
 * Sets the page's address to the chosen group.
 */
export class StartScreenElement extends LitElement {
  static properties: PropertyDeclarations = {
    text: { attribute: false },
    config: { attribute: false },
    name: {},
    theme: { reflect: true },
    problem: { state: true },
    working: { state: true }
  }

  static styles = [tokens, controls, css`
    :host { display: grid; gap: 1rem; }
    form.card { display: flex; flex-direction: column; }
    form button { margin-block-start: auto; }
    @media (min-width: 44rem) {
      :host { grid-template-columns: 1fr 1fr; }
      section { grid-column: 1 / -1; }
    }
  `]

  declare text: Text
  declare config: PageConfig
  declare name: string
  declare theme: string
  /** Messages below the forms, by form */
  declare problem: { form: 'name' | 'group' | 'invite', message: string } | undefined
  declare working: boolean

  constructor () {
    super()

    this.name = ''
    this.working = false
  }

  render (): TemplateResult {
    const { page } = this.text

    return html`
      <section class="card">
        <label for="name">${page.yourName}</label>
        <input id="name" name="name" autocomplete="nickname" maxlength="40" .value=${this.name} aria-describedby="name-hint" @change=${this.onName}>
        <p id="name-hint" class="hint">${page.yourNameHint}</p>
        ${this.renderProblem('name')}
      </section>
      <gc-group-list .text=${this.text} theme=${this.theme} @choose=${this.onChoose}></gc-group-list>
      <form class="card" @submit=${this.onCreate}>
        <h2>${page.startGroup}</h2>
        <label for="group">${page.groupName}</label>
        <input id="group" name="group" required maxlength="40" placeholder=${page.groupNameHint} autocomplete="off">
        <label class="check"><input type="checkbox" name="members" aria-describedby="members-hint"> ${page.membersOnly}</label>
        <p id="members-hint" class="hint">${page.membersOnlyHint}</p>
        ${this.renderProblem('group')}
        <button class="primary" ?disabled=${this.working}>${this.working ? page.working : page.create}</button>
      </form>
      <form class="card" @submit=${this.onOpen}>
        <h2>${page.openInvite}</h2>
        <label for="invite">${page.inviteLink}</label>
        <input id="invite" name="invite" required autocomplete="off" spellcheck="false" aria-describedby="invite-hint">
        <p id="invite-hint" class="hint">${page.inviteHint}</p>
        ${this.renderProblem('invite')}
        <button ?disabled=${this.working}>${page.open}</button>
      </form>
    `
  }

  private renderProblem (form: 'name' | 'group' | 'invite'): TemplateResult | typeof nothing {
    return this.problem?.form === form ? html`<p class="problem" role="alert">${this.problem.message}</p>` : nothing
  }

  private onName ({ target }: Event): void {
    this.tellName((target as HTMLInputElement).value)
  }

  private onChoose (event: Event): void {
    if (!this.hasName()) {
      event.preventDefault()
    }
  }

  private onOpen (event: SubmitEvent): void {
    event.preventDefault()

    if (!this.working) {
      this.working = true
      this.open(String(new FormData(event.target as HTMLFormElement).get('invite')))
        .catch(() => {
          // it never rejects
        })
        .finally(() => { this.working = false })
    }
  }

  private onCreate (event: SubmitEvent): void {
    event.preventDefault()
    const form = new FormData(event.target as HTMLFormElement)
    const name = fitName(String(form.get('group')))

    if (name === '') {
      this.problem = { form: 'group', message: this.text.page.nameInvisible }
    } else if (this.hasName() && !this.working) {
      this.working = true
      this.create(name, form.has('members'))
        .catch((err: Error) => {
          this.problem = { form: 'group', message: err instanceof TypeError ? this.text.page.loadFailed : err.message }
        })
        .finally(() => { this.working = false })
    }
  }

  private async open (pasted: string): Promise<void> {
    const clean = fragmentOf(pasted)
    const read = clean === '' ? await readInvite(pasted) : { fragment: clean }

    if ('problem' in read) {
      this.problem = { form: 'invite', message: problemWords(this.text, read.problem) }
    } else if (this.hasName()) {
      location.hash = read.fragment
    }
  }

  private async create (name: string, membersOnly: boolean): Promise<void> {
    const { createGroup, createInvite } = await loadEngine()
    const group = createGroup({ name, owner: await ownIdentity(), membersOnly })

    location.hash = fragmentOf(createInvite(group, { network: this.config.network, addresses: this.config.bootstrap }))
  }

  private hasName (): boolean {
    const field = this.renderRoot.querySelector<HTMLInputElement>('#name')
    const name = fitName(field?.value ?? '')

    if (name === '') {
      this.problem = { form: 'name', message: (field?.value ?? '').trim() === '' ? this.text.page.nameNeeded : this.text.page.nameInvisible }
      field?.focus()
      return false
    }

    this.tellName(name)

    return true
  }

  private tellName (name: string): void {
    this.problem = undefined
    this.dispatchEvent(new CustomEvent('name', { detail: fitName(name) }))
  }
}

if (customElements.get('gc-start-screen') == null) {
  customElements.define('gc-start-screen', StartScreenElement)
}
