import { css, html, LitElement, nothing } from 'lit'
import { loadEngine } from '../session/load-engine.ts'
import { controls } from '../style/controls.ts'
import { tokens } from '../style/tokens.ts'
import { ownIdentity } from './identity.ts'
import { fragmentOf } from './route.ts'
import { storage } from './storage.ts'
import type { PageConfig } from './config.ts'
import type { KnownGroup } from './storage.ts'
import type { Text } from '../text/text.ts'
import type { PropertyDeclarations, TemplateResult } from 'lit'

/**
 * Choose a name; start a group, open an invite, or go back to a group that one has
 * been in. Says which by the address of the page.
 */
export class StartScreenElement extends LitElement {
  static properties: PropertyDeclarations = {
    text: { attribute: false },
    config: { attribute: false },
    name: {},
    theme: { reflect: true },
    groups: { state: true },
    problem: { state: true },
    working: { state: true }
  }

  static styles = [tokens, controls, css`
    :host { display: grid; gap: 1rem; }
    form.card { display: flex; flex-direction: column; }
    form button { margin-block-start: auto; }
    ul { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.5rem; }
    li { display: flex; gap: 0.5rem; }
    li .button { flex: 1; min-width: 0; justify-content: start; }
    li bdi { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    @media (min-width: 44rem) {
      :host { grid-template-columns: 1fr 1fr; }
      section { grid-column: 1 / -1; }
    }
  `]

  declare text: Text
  declare config: PageConfig
  declare name: string
  declare theme: string
  declare groups: KnownGroup[]
  /** What to say below a form, by the form */
  declare problem: { form: 'name' | 'group' | 'invite', message: string } | undefined
  declare working: boolean

  constructor () {
    super()

    this.name = ''
    this.groups = storage.groups
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
      ${this.groups.length === 0 ? nothing : html`<section class="card"><h2>${page.groups}</h2>${this.renderGroups()}</section>`}
      <form class="card" @submit=${this.onCreate}>
        <h2>${page.startGroup}</h2>
        <label for="group">${page.groupName}</label>
        <input id="group" name="group" required maxlength="40" placeholder=${page.groupNameHint} autocomplete="off">
        ${this.renderProblem('group')}
        <button class="primary" ?disabled=${this.working}>${this.working ? page.working : page.create}</button>
      </form>
      <form class="card" @submit=${this.onOpen}>
        <h2>${page.openInvite}</h2>
        <label for="invite">${page.inviteLink}</label>
        <input id="invite" name="invite" required autocomplete="off" spellcheck="false" aria-describedby="invite-hint">
        <p id="invite-hint" class="hint">${page.inviteHint}</p>
        ${this.renderProblem('invite')}
        <button>${page.open}</button>
      </form>
    `
  }

  private renderGroups (): TemplateResult {
    return html`<ul>${this.groups.map(({ name, fragment }) => html`
      <li>
        <a class="button" href="#${fragment}" @click=${this.onGroup}><bdi>${name}</bdi></a>
        <button type="button" class="icon" aria-label=${this.text.page.forget(name)} @click=${() => { this.forget(fragment) }}>✕</button>
      </li>
    `)}</ul>`
  }

  private renderProblem (form: 'name' | 'group' | 'invite'): TemplateResult | typeof nothing {
    return this.problem?.form === form ? html`<p class="problem" role="alert">${this.problem.message}</p>` : nothing
  }

  private onName ({ target }: Event): void {
    this.tellName((target as HTMLInputElement).value)
  }

  private onGroup (event: Event): void {
    if (!this.hasName()) {
      event.preventDefault()
    }
  }

  private onOpen (event: SubmitEvent): void {
    event.preventDefault()
    const fragment = fragmentOf(String(new FormData(event.target as HTMLFormElement).get('invite')))

    if (fragment === '') {
      this.problem = { form: 'invite', message: this.text.page.notAnInvite }
    } else if (this.hasName()) {
      location.hash = fragment
    }
  }

  private onCreate (event: SubmitEvent): void {
    event.preventDefault()
    const name = String(new FormData(event.target as HTMLFormElement).get('group')).trim()

    if (this.hasName() && !this.working) {
      this.working = true
      this.create(name)
        .catch((err: Error) => {
          this.problem = { form: 'group', message: err instanceof TypeError ? this.text.page.loadFailed : err.message }
        })
        .finally(() => { this.working = false })
    }
  }

  private async create (name: string): Promise<void> {
    const { createGroup, createInvite } = await loadEngine()
    const group = createGroup({ name, owner: await ownIdentity() })

    location.hash = fragmentOf(createInvite(group, { network: this.config.network, addresses: this.config.bootstrap }))
  }

  private forget (fragment: string): void {
    storage.forgetGroup(fragment)
    this.groups = storage.groups
  }

  private hasName (): boolean {
    const field = this.renderRoot.querySelector<HTMLInputElement>('#name')
    const name = field?.value.trim() ?? ''

    if (name === '') {
      this.problem = { form: 'name', message: this.text.page.nameNeeded }
      field?.focus()
      return false
    }

    this.tellName(name)

    return true
  }

  private tellName (name: string): void {
    this.problem = undefined
    this.dispatchEvent(new CustomEvent('name', { detail: name.trim() }))
  }
}

if (customElements.get('gc-start-screen') == null) {
  customElements.define('gc-start-screen', StartScreenElement)
}
