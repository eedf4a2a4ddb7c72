import { css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { clockWords } from '../model/clock-words.ts'
import { icon } from './icons.ts'
import { noteStyle } from './note-style.ts'
import { define, View } from './view.ts'
import './changed-key.ts'
import './chat-view.ts'
import './knocks.ts'
import './panel.ts'
import './problems-view.ts'
import './self-tile.ts'
import './tile.ts'
import './toolbar.ts'
import type { PanelName } from './panels.ts'
import type { ParticipantState } from '../model/state.ts'
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/** The call: everybody's tile, the chat beside them, and the toolbar below */
export class CallElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, panel: { state: true }, subject: { state: true }, chatting: { state: true } }
  static styles: CSSResultGroup = [View.styles, noteStyle, css`
    :host { display: grid; grid-template-rows: auto auto 1fr auto; position: relative; }
    header { padding: 1rem; display: flex; gap: 1rem; align-items: center; justify-content: space-between; min-width: 0; }
    .members { flex: none; }
    h1 { font-size: 1.125rem; min-width: 0; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 1; overflow: hidden; }
    .main { display: grid; grid-template-columns: minmax(0, 1fr); min-height: 0; gap: 1rem; padding: 0 1rem 1rem; }
    .tiles { list-style: none; margin: 0 auto; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(16rem, 100%), 1fr)); }
    .alone { display: grid; gap: 1rem; justify-items: start; padding: 1.5rem 0; color: var(--gc-soft); }
    .notes { display: grid; gap: 0.5rem; padding: 0.5rem 1rem; max-height: 40dvh; overflow: auto; }
    .notes:not(:has(> :not([hidden]))) { display: none; }
    /* notes come and go here, where they don't move the tiles */
    .bottom { position: sticky; inset-block-end: 0; background: var(--gc-back); min-width: 0; }
    @media (min-width: 60rem) {
      .main.chatting { grid-template-columns: minmax(0, 1fr) 22rem; }
      gc-chat { border-radius: var(--gc-radius); max-height: calc(100dvh - 9rem); position: sticky; top: 1rem; }
    }
    @media (max-width: 59.99rem) {
      gc-chat { position: fixed; inset: 0; z-index: 2; height: 100dvh; }
    }
  `]

  declare panel: PanelName | undefined
  /** Public key of the person that the panel is about, if any */
  declare subject: string | undefined
  declare chatting: boolean

  constructor () {
    super()

    this.chatting = false
  }

  /** Opens a panel, or closes the one that is open */
  openPanel (name: PanelName): void {
    this.panel = this.panel === name ? undefined : name
  }

  /** Whether a question has to be answered first */
  get asking (): boolean {
    return this.held != null
  }

  toggleChat (): void {
    this.chatting = !this.chatting
    this.actions.readMessages()
  }

  render (): TemplateResult {
    const { actions, state, text, theme } = this

    return html`
      <header>
        <h1><bdi>${state.group.name}</bdi></h1>
        ${state.members == null ? nothing : html`<button class="members" aria-haspopup="dialog" @click=${() => { this.openPanel('members') }}>${text.members.open(state.members.people.length)}</button>`}
      </header>
      <gc-knocks .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-knocks>
      <div class="main ${this.chatting ? 'chatting' : ''}">
        <div>
          <ul class="tiles" aria-label=${text.call.participants}>
            <li><gc-self-tile .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-self-tile></li>
            ${repeat(state.participants, ({ publicKey }) => publicKey, participant => html`
              <li><gc-tile .state=${state} .actions=${actions} .text=${text} theme=${theme} .participant=${participant} @verify=${() => { this.openVerify(participant.publicKey) }}></gc-tile></li>
            `)}
          </ul>
          ${state.participants.length === 0 ? html`<div class="alone"><p>${text.call.alone}</p><button class="primary" @click=${() => { this.openPanel('invite') }}>${icon('invite')} ${text.invite.title}</button></div>` : nothing}
        </div>
        ${this.chatting ? html`<gc-chat .state=${state} .actions=${actions} .text=${text} theme=${theme} @close=${() => { this.toggleChat() }}></gc-chat>` : nothing}
      </div>
      <div class="bottom">
        ${this.renderNotes()}
        <gc-toolbar .state=${state} .actions=${actions} .text=${text} theme=${theme} ?chatting=${this.chatting}
          @panel=${({ detail }: CustomEvent<PanelName>) => { this.openPanel(detail) }} @chat=${() => { this.toggleChat() }}></gc-toolbar>
      </div>
      ${this.panel == null ? nothing : html`<gc-panel name=${this.panel} .subject=${this.subject} .state=${state} .actions=${actions} .text=${text} theme=${theme} @close=${() => { this.panel = undefined }}></gc-panel>`}
      ${this.held == null ? nothing : html`<gc-changed-key .participant=${this.held} .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-changed-key>`}
    `
  }

  /** The participant that the question is about: one at a time */
  private get held (): ParticipantState | undefined {
    return this.state.participants.find(({ heldFor }) => heldFor != null)
  }

  private openVerify (publicKey: string): void {
    this.subject = publicKey
    this.panel = 'verify'
  }

  willUpdate (changed: PropertyValues<this>): void {
    // the person has left, or a question about them comes first
    if (this.panel != null && (this.asking || (this.panel === 'verify' && !this.state.participants.some(({ publicKey }) => publicKey === this.subject)))) {
      this.panel = undefined
    }

    // the next person gets another link
    if (changed.get('panel') === 'invite' && this.panel !== 'invite') {
      this.actions.chooseInvite({ once: false })
    }

    // with the chat open, messages are read as they arrive
    if (this.chatting && this.state.unread > 0) {
      this.actions.readMessages()
    }
  }

  private renderNotes (): TemplateResult {
    const { actions, state, text, theme } = this

    return html`<div class="notes">
      ${state.soundBlocked ? html`<button class="primary" @click=${() => { actions.allowSound() }}>${icon('ear')} ${text.call.tapToHear}</button>` : nothing}
      ${state.self.unheard ? html`<div class="note"><p role="alert">${text.call.unheard}</p><button @click=${() => { actions.toggleMute() }}>${text.toolbar.unmute}</button></div>` : nothing}
      ${state.self.listenOnly == null ? nothing : html`<div class="note"><p>${text.microphone.problems[state.self.listenOnly]}</p><button @click=${() => { actions.retryMicrophone() }}>${text.microphone.retry}</button></div>`}
      ${!state.matrix.worrying ? nothing : html`<div class="note"><p>${text.call.matrixHint}</p><button @click=${() => { this.openPanel('matrix') }}>${text.matrix.title}</button></div>`}
      ${state.bandwidth.warning ? html`<div class="note"><p>${text.lobby.warning(state.bandwidth.participantCount)}</p></div>` : nothing}
      ${state.clockDifference === 0 ? nothing : html`<div class="note"><p role="alert">${clockWords(state.clockDifference, text)}</p></div>`}
      <gc-problems .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-problems>
    </div>`
  }
}

define('gc-call', CallElement)
