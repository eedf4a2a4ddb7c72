import { css, html, nothing } from 'lit'
import { avatar, avatarStyle } from './avatar.ts'
import { icon } from './icons.ts'
import { define, shortKey, View } from './view.ts'
import './devices-view.ts'
import './problems-view.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

/** Renders the lobby: participants, estimated bandwidth, and microphone controls */
export class LobbyElement extends View {
  static styles: CSSResultGroup = [View.styles, avatarStyle, css`
    :host { display: grid; grid-template-columns: minmax(0, 30rem); place-content: start center; padding: min(10dvh, 5rem) 1rem 1rem; }
    .card { gap: 1.25rem; }
    ul { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: 0.5rem; }
    li { display: flex; align-items: center; gap: 0.5rem; background: var(--gc-raised); border-radius: 1.25rem; padding: 0.25rem 0.875rem 0.25rem 0.25rem; max-width: 100%; }
    li .avatar { inline-size: 2rem; font-size: 0.8rem; }
    li .code { color: var(--gc-soft); font-size: 0.85rem; }
    .people { display: grid; gap: 0.5rem; }
    .warning { display: flex; gap: 0.625rem; align-items: center; }
    .warning svg { color: var(--gc-fair); }
    /* in reach, however long the list is */
    button.primary { min-height: 3.25rem; font-size: 1.1rem; position: sticky; inset-block-end: 0.75rem; }
    button.primary[disabled] { opacity: 1; background: var(--gc-raised); color: var(--gc-soft); }
  `]

  render (): TemplateResult {
    const { state, text } = this

    if (state.phase === 'loading') {
      return html`<section class="card" aria-busy="true"><h1>${state.group.name === '' ? text.page.title : html`<bdi>${state.group.name}</bdi>`}</h1><p role="status">${text.loading}</p></section>`
    }

    return html`
      <section class="card">
        <h1>${text.lobby.title(state.group.name)}</h1>
        <div class="people">
          <p role="status">${this.presence()}</p>
          <ul>${state.lobby.participants.map(({ name, publicKey }) => html`<li>${avatar({ name: this.nameOf(name), publicKey })}<bdi>${this.nameOf(name)}</bdi> <span class="code">${shortKey(publicKey)}</span></li>`)}</ul>
          ${state.lobby.problem == null ? nothing : html`<p class="problem">${text.lobby.problem}</p><p class="details" lang="en">${state.lobby.problem}</p>`}
        </div>
        <gc-problems .state=${state} .actions=${this.actions} .text=${text} theme=${this.theme}></gc-problems>
        <gc-devices .state=${state} .actions=${this.actions} .text=${text} theme=${this.theme}></gc-devices>
        ${state.members?.belongs === false ? html`<p>${text.members.outsider}</p>` : nothing}
        ${state.bandwidth.uploadKbps === 0 || state.lobby.full ? nothing : html`<p class="hint">${text.lobby.bandwidth(state.bandwidth.uploadKbps)}</p>`}
        ${state.bandwidth.warning && !state.lobby.full ? html`<p class="note warning">${icon('warning')}<span>${text.lobby.warning(state.bandwidth.participantCount)}</span></p>` : nothing}
        <button class="primary" ?disabled=${state.lobby.full} @click=${() => { this.actions.join() }}>${state.self.listenOnly == null ? text.lobby.join : text.lobby.listenOnly}</button>
      </section>
    `
  }

  private presence (): string {
    const { lobby } = this.state
    const { text } = this

    if (lobby.full) {
      return text.lobby.full
    }

    if (lobby.participants.length > 0) {
      return text.lobby.present(lobby.participants.length)
    }

    return lobby.looking ? text.lobby.looking : text.lobby.empty
  }
}

define('gc-lobby', LobbyElement)
