import { css, html } from 'lit'
import { announcements } from './announcements.ts'
import { boundTo, keyAction, keyTarget, releaseFocus } from './shortcuts.ts'
import { define, View } from './view.ts'
import './call-view.ts'
import './ended.ts'
import './joining.ts'
import './lobby-view.ts'
import './passphrase-view.ts'
import type { CallElement } from './call-view.ts'
import type { CallScreenState, Phase } from '../model/state.ts'
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/** Announcements to keep: a screen reader reads each as it arrives */
const MAX_ANNOUNCEMENTS = 5

/** Runs before a dialog opens, which returns the focus to the element that had it */
const RELEASE = { handleEvent: releaseFocus, capture: true }

/** The screens on the page: keys belong to one of them */
const screens = new Set<CallScreenElement>()

/** The screen that the user used last: keys go there when the focus is on no screen */
let lastUsed: CallScreenElement | undefined

/**
 * Shows the screen for the call's phase, with keyboard shortcuts and announcements for
 * screen readers
 */
export class CallScreenElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, said: { state: true } }
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: block; height: 100%; background: var(--gc-back); }
    .screen { height: 100%; overflow: auto; }
    .screen > * { min-height: 100%; }
    /* tiles fill the room there is: in a page that sets no height, they still need some */
    gc-call { height: 100%; min-height: 16rem; }
  `]

  declare said: Array<{ id: number, words: string }>

  private nextId = 1

  constructor () {
    super()

    this.said = []
    this.onKeyDown = this.onKeyDown.bind(this)
    this.onKeyUp = this.onKeyUp.bind(this)
    this.onBlur = this.onBlur.bind(this)
    this.onUse = this.onUse.bind(this)
  }

  connectedCallback (): void {
    super.connectedCallback()
    screens.add(this)
    this.addEventListener('focusin', this.onUse)
    this.addEventListener('pointerdown', this.onUse)
    window.addEventListener('keydown', this.onKeyDown)
    window.addEventListener('keyup', this.onKeyUp)
    window.addEventListener('blur', this.onBlur)
  }

  disconnectedCallback (): void {
    super.disconnectedCallback()
    screens.delete(this)
    window.removeEventListener('keydown', this.onKeyDown)
    window.removeEventListener('keyup', this.onKeyUp)
    window.removeEventListener('blur', this.onBlur)
  }

  willUpdate (changed: PropertyValues<this>): void {
    const before = changed.get('state') as CallScreenState | undefined

    if (before != null) {
      const words = announcements(before, this.state, this.text)

      if (words.length > 0) {
        this.said = [...this.said, ...words.map(word => ({ id: this.nextId++, words: word }))].slice(-MAX_ANNOUNCEMENTS)
      }
    }
  }

  render (): TemplateResult {
    return html`
      <div class="screen" @click=${RELEASE}>${this.renderPhase(this.state.phase)}</div>
      <div class="hidden" role="log" aria-live="polite" aria-relevant="additions">${this.said.map(({ words }) => html`<p>${words}</p>`)}</div>
    `
  }

  private renderPhase (phase: Phase): TemplateResult {
    const { actions, state, text, theme } = this

    switch (phase) {
      case 'call':
        return html`<gc-call .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-call>`
      case 'passphrase':
        return html`<gc-passphrase .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-passphrase>`
      case 'joining':
        return html`<gc-joining .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-joining>`
      case 'ended':
        return html`<gc-ended .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-ended>`
      default:
        return html`<gc-lobby .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-lobby>`
    }
  }

  private onKeyDown (event: KeyboardEvent): void {
    const action = !event.defaultPrevented && screenFor(event) === this ? keyAction(event, keyTarget(event), this.state.preferences.keys) : undefined
    const call = this.renderRoot.querySelector<CallElement>('gc-call')

    if (action == null || call == null) {
      return
    }

    // Space would scroll
    event.preventDefault()

    // a question has to be answered before anything opens
    if (call.asking && (action === 'chat' || action === 'help' || action === 'react')) {
      return
    }

    if (event.repeat) {
      return
    }

    switch (action) {
      case 'mute':
        this.actions.toggleMute()
        break
      case 'talk':
        this.actions.holdToTalk(true)
        break
      case 'hush':
        this.actions.holdToMute(true)
        break
      case 'deafen':
        this.actions.toggleDeafen()
        break
      case 'hand':
        this.actions.setHand(!this.state.self.handRaised)
        break
      case 'chat':
        call.toggleChat()
        break
      case 'leave':
        this.actions.leave()
        break
      default:
        call.openPanel(action)
    }
  }

  private onUse (): void {
    lastUsed = this
  }

  private onKeyUp ({ key }: KeyboardEvent): void {
    const action = boundTo(key, this.state.preferences.keys)

    if (action === 'talk') {
      this.actions.holdToTalk(false)
    } else if (action === 'hush') {
      this.actions.holdToMute(false)
    }
  }

  /** Whether keys can mean this screen */
  get active (): boolean {
    return this.isConnected && this.state.phase === 'call'
  }

  /** Releases what is held when the user switches to another window */
  private onBlur (): void {
    this.actions.holdToTalk(false)
    this.actions.holdToMute(false)
  }
}

/** Returns the screen whose call a key is for, if any: a page may show several calls */
function screenFor (event: KeyboardEvent): CallScreenElement | undefined {
  const focused = event.composedPath().find(target => target instanceof CallScreenElement)
  const candidates = focused == null ? [lastUsed, ...screens] : [focused]

  return candidates.find(screen => screen?.active === true)
}

define('gc-call-screen', CallScreenElement)
