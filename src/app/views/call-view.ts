import { css, html, nothing } from 'lit'
import { fitToolbar } from '../model/toolbar-fit.ts'
import { icon } from './icons.ts'
import { MeasuredView } from './measured-view.ts'
import { define } from './view.ts'
import './changed-key.ts'
import './chat-view.ts'
import './knocks.ts'
import './notes.ts'
import './panel.ts'
import './stage.ts'
import './toolbar.ts'
import type { PanelName } from './panels.ts'
import type { ParticipantState } from '../model/state.ts'
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/** The call: everybody's tile, the chat beside them, and the toolbar below */
export class CallElement extends MeasuredView {
  static properties: PropertyDeclarations = { ...MeasuredView.properties, panel: { state: true }, subject: { state: true }, chatting: { state: true } }
  static styles: CSSResultGroup = [MeasuredView.styles, css`
    :host { container-type: size; display: grid; grid-template: auto minmax(0, 1fr) auto / minmax(0, 1fr); position: relative; overflow: hidden; }
    header { display: flex; gap: 0.75rem; align-items: center; justify-content: space-between; min-width: 0; min-height: 3.25rem; padding: max(0.25rem, env(safe-area-inset-top)) 0.75rem 0.25rem; }
    h1 { font-size: 1.125rem; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .members { flex: none; background: none; padding-inline: 0.75rem; }
    .main { display: grid; grid-template: minmax(0, 1fr) / minmax(0, 1fr); gap: 0.5rem; padding-inline: 0.5rem; position: relative; }
    .main > * { grid-area: 1 / 1; }
    .alone { align-self: center; justify-self: center; display: grid; gap: 1rem; justify-items: center; text-align: center; max-width: 24rem; padding: 1rem; }
    /* what comes and goes lies over the tiles, so that they don't move */
    .over { position: absolute; z-index: 3; inset: 3.25rem 0 auto; margin-inline: auto; width: min(36rem, 100%); max-height: 50%; padding-inline: 0.75rem; overflow: auto; display: grid; gap: 0.5rem; pointer-events: none; }
    .over > * { pointer-events: auto; }
    @container (min-width: 44rem) {
      .chatting { grid-template-columns: minmax(0, 1fr) 21rem; }
      .chatting gc-chat { grid-area: 1 / 2; border-radius: var(--gc-radius); }
    }
    @container (max-width: 43.99rem) {
      .chatting gc-stage, .chatting .alone { visibility: hidden; }
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
    const { menu, shown } = fitToolbar(this.size?.width ?? 0)

    return html`
      <header>
        <h1><bdi>${state.group.name}</bdi></h1>
        ${state.members == null ? nothing : html`<button class="members" aria-haspopup="dialog" @click=${() => { this.openPanel('members') }}>${icon('people')} ${text.members.open(state.members.people.length)}</button>`}
      </header>
      <div class="over">
        <gc-knocks .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-knocks>
        <gc-notes .state=${state} .actions=${actions} .text=${text} theme=${theme} @matrix=${() => { this.openPanel('matrix') }}></gc-notes>
      </div>
      <div class="main ${this.chatting ? 'chatting' : ''}">
        <gc-stage .state=${state} .actions=${actions} .text=${text} theme=${theme} @person=${({ detail }: CustomEvent<string>) => { this.openPerson(detail) }}></gc-stage>
        ${state.participants.length === 0 ? html`<div class="alone"><p>${text.call.alone}</p><button class="primary" @click=${() => { this.openPanel('invite') }}>${icon('invite')} ${text.invite.title}</button></div>` : nothing}
        ${this.chatting ? html`<gc-chat .state=${state} .actions=${actions} .text=${text} theme=${theme} @close=${() => { this.toggleChat() }}></gc-chat>` : nothing}
      </div>
      <gc-toolbar .state=${state} .actions=${actions} .text=${text} theme=${theme} .shown=${shown} ?chatting=${this.chatting}
        @panel=${({ detail }: CustomEvent<PanelName>) => { this.openPanel(detail) }} @chat=${() => { this.toggleChat() }}></gc-toolbar>
      ${this.panel == null
        ? nothing
        : html`<gc-panel name=${this.panel} .subject=${this.subject} .menu=${menu} .state=${state} .actions=${actions} .text=${text} theme=${theme}
            @panel=${({ detail }: CustomEvent<PanelName>) => { this.panel = detail }} @chat=${() => { this.toggleChat() }} @close=${() => { this.panel = undefined }}></gc-panel>`}
      ${this.held == null ? nothing : html`<gc-changed-key .participant=${this.held} .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-changed-key>`}
    `
  }

  /** The participant that the question is about: one at a time */
  private get held (): ParticipantState | undefined {
    return this.state.participants.find(({ heldFor }) => heldFor != null)
  }

  private openPerson (publicKey: string): void {
    this.subject = publicKey
    this.panel = 'person'
  }

  willUpdate (changed: PropertyValues<this>): void {
    // the person has left, or a question about them comes first
    if (this.panel != null && (this.asking || ((this.panel === 'person' || this.panel === 'verify') && !this.state.participants.some(({ publicKey }) => publicKey === this.subject)))) {
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
}

define('gc-call', CallElement)
