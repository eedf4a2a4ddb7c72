import { html, LitElement, nothing } from 'lit'
import { controls } from '../style/controls.ts'
import { tokens } from '../style/tokens.ts'
import { LANGUAGES, textFor } from '../text/index.ts'
import { pageStyle } from './page-style.ts'
import { problemWords, readInvite } from './read-invite.ts'
import { fragmentOf, invitationIn } from './route.ts'
import { storage } from './storage.ts'
import { tabLabel } from './tab-label.ts'
import '../element/define-element.ts'
import './identity-panel.ts'
import './start-screen.ts'
import type { PageConfig } from './config.ts'
import type { InviteErrorCode } from '../../index.ts'
import type { GroupCallElement } from '../element/define-element.ts'
import type { CallStatus } from '../model/call-status.ts'
import type { Phase } from '../model/state.ts'
import type { Text } from '../text/text.ts'
import type { PropertyDeclarations, TemplateResult } from 'lit'

const THEMES = ['', 'light', 'dark']

/**
 * The page around the call: the user's name, groups and identity. The fragment of the
 * page's address names the open group.
 */
export class PageElement extends LitElement {
  static properties: PropertyDeclarations = {
    config: { attribute: false },
    fragment: { state: true },
    name: { state: true },
    phase: { state: true },
    status: { state: true },
    language: { state: true },
    theme: { reflect: true },
    online: { state: true },
    problem: { state: true }
  }

  static styles = [tokens, controls, pageStyle]

  declare config: PageConfig
  declare fragment: string
  declare name: string
  /** The phase of the open call */
  declare phase: Phase
  /** Of the open call */
  declare status: CallStatus | undefined
  declare language: string
  declare theme: string
  declare online: boolean
  /** Why the page's address can't be opened */
  declare problem: InviteErrorCode | 'unloaded' | undefined

  /** Whether the page is being closed: the call continues when it is loaded again */
  private leaving = false

  constructor () {
    super()

    this.config = { network: 'local', bootstrap: [] }
    this.fragment = ''
    this.name = storage.name
    this.phase = 'loading'
    this.language = storage.language === '' ? navigator.language : storage.language
    this.theme = storage.theme
    this.online = navigator.onLine
    this.onHashChange = this.onHashChange.bind(this)
    this.onNetwork = this.onNetwork.bind(this)
    this.onPageHide = this.onPageHide.bind(this)
  }

  connectedCallback (): void {
    super.connectedCallback()
    // it may have changed between creating this element and connecting it
    this.openAddress()
    window.addEventListener('hashchange', this.onHashChange)
    window.addEventListener('online', this.onNetwork)
    window.addEventListener('offline', this.onNetwork)
    window.addEventListener('pagehide', this.onPageHide)
  }

  disconnectedCallback (): void {
    super.disconnectedCallback()
    window.removeEventListener('hashchange', this.onHashChange)
    window.removeEventListener('online', this.onNetwork)
    window.removeEventListener('offline', this.onNetwork)
    window.removeEventListener('pagehide', this.onPageHide)
  }

  willUpdate (): void {
    const { lang } = this.text
    document.documentElement.lang = lang
    document.documentElement.dataset.theme = this.theme
    this.labelTab()
  }

  render (): TemplateResult {
    const { page } = this.text
    const inCall = this.fragment !== '' && window.isSecureContext

    return html`
      <div class=${inCall ? 'call' : ''}>
        ${this.online ? nothing : html`<aside><p class="banner" role="status">${page.offline}</p></aside>`}
        ${inCall ? this.renderCall() : this.renderStart()}
      </div>
    `
  }

  private get text (): Text {
    return textFor(this.language)
  }

  private labelTab (): void {
    const status = this.fragment === '' ? undefined : this.status
    const { title, icon } = tabLabel(this.text.page.title, status ?? { group: '', unread: 0, muted: false, speaking: false })
    const link = document.querySelector('link[rel=icon]')

    document.title = title

    // setting the same icon again would make some browsers load it again
    if (link?.getAttribute('href') !== `./${icon}`) {
      link?.setAttribute('href', `./${icon}`)
    }
  }

  private renderStart (): TemplateResult {
    const { page } = this.text

    return html`
      <div class="start">
        <header>
          <div class="brand"><img src="./icon.svg" alt=""> ${page.title}</div>
          <h1>${page.tagline}</h1>
          <p>${page.summary}</p>
        </header>
        <main>${window.isSecureContext ? this.renderForms() : this.renderProblem('insecure', this.text.ended.hints.insecure)}</main>
        <footer>
          <label>${page.language}
            <select @change=${this.onLanguage}>
              ${Object.values(LANGUAGES).map(({ lang, language }) => html`<option value=${lang} ?selected=${lang === this.text.lang}>${language}</option>`)}
            </select>
          </label>
          <label>${page.theme}
            <select @change=${this.onTheme}>
              ${THEMES.map(theme => html`<option value=${theme} ?selected=${theme === this.theme}>${page.themes[theme === '' ? 'system' : theme as 'light' | 'dark']}</option>`)}
            </select>
          </label>
        </footer>
      </div>
    `
  }

  private renderForms (): TemplateResult {
    return html`
      ${this.problem == null ? nothing : this.renderProblem('invite', problemWords(this.text, this.problem))}
      <gc-start-screen .text=${this.text} .config=${this.config} .name=${this.name} theme=${this.theme} @name=${this.onName}></gc-start-screen>
      <gc-identity-panel .text=${this.text} theme=${this.theme}></gc-identity-panel>
    `
  }

  private renderProblem (title: 'insecure' | 'invite', words: string): TemplateResult {
    return html`<section class="card"><h2>${this.text.ended.titles[title]}</h2><p class="problem" role="alert">${words}</p></section>`
  }

  private renderCall (): TemplateResult {
    return html`
      ${this.phase === 'joining' || this.phase === 'call' ? nothing : html`<nav><a class="back" href="#" @click=${this.onBack}>‹ ${this.text.page.back}</a></nav>`}
      <main lang=${this.text.lang}><group-call
        invite=${this.fragment}
        .name=${this.name}
        bootstrap=${this.config.bootstrap.join(' ')}
        .iceServers=${this.config.iceServers}
        ?relay-only=${this.config.relayOnly}
        base=${this.config.page ?? ''}
        theme=${this.theme}
        ?autojoin=${storage.inCall === this.fragment}
        @name=${this.onName}
        @phase=${this.onPhase}
        @status=${this.onStatus}
      ></group-call></main>
    `
  }

  private onHashChange (): void {
    this.openAddress()
    this.phase = 'loading'
  }

  private openAddress (): void {
    const invitation = invitationIn(location.href)

    this.problem = undefined
    this.status = undefined
    this.fragment = fragmentOf(location.hash)

    if (this.fragment === '' && invitation !== '') {
      this.search(invitation).catch(() => {
        // it never rejects
      })
    }
  }

  /** Looks for an invite in an address that a program has changed */
  private async search (invitation: string): Promise<void> {
    const read = await readInvite(invitation)

    if (invitationIn(location.href) !== invitation) {
      // the user has gone on
    } else if ('problem' in read) {
      this.problem = read.problem
    } else {
      history.replaceState(null, '', `${location.pathname.split('%23')[0]}#${read.fragment}`)
      this.fragment = read.fragment
    }
  }

  private onBack (event: Event): void {
    event.preventDefault()
    this.goBack()
  }

  /** Leaves no `#` behind */
  private goBack (): void {
    history.pushState(null, '', location.pathname + location.search)
    this.fragment = ''
    this.problem = undefined
  }

  private onNetwork (): void {
    this.online = navigator.onLine
  }

  private onPageHide (): void {
    this.leaving = true
  }

  private onName ({ detail }: CustomEvent<string>): void {
    this.name = detail
    storage.name = detail
  }

  private onPhase ({ detail, target }: CustomEvent<Phase>): void {
    const { ending } = (target as GroupCallElement).state ?? {}

    this.phase = detail

    if (detail === 'call') {
      storage.inCall = this.fragment
    } else if (detail === 'ended' && !this.leaving) {
      storage.inCall = ''
    }

    if (detail === 'ended' && ending?.reason === 'locked') {
      this.goBack()
    }
  }

  private onStatus ({ detail }: CustomEvent<CallStatus>): void {
    this.status = detail
  }

  private onLanguage ({ target }: Event): void {
    this.language = (target as HTMLSelectElement).value
    storage.language = this.language
  }

  private onTheme ({ target }: Event): void {
    this.theme = (target as HTMLSelectElement).value
    storage.theme = this.theme
  }
}

if (customElements.get('gc-page') == null) {
  customElements.define('gc-page', PageElement)
}
