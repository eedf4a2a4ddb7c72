import { css, html, nothing } from 'lit'
import { icon } from './icons.ts'
import { define, shortKey, View } from './view.ts'
import type { ParticipantState } from '../model/state.ts'
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit'

/** One person in the call: who it is, whether it speaks, and how the link to it is */
export class TileElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, participant: { attribute: false } }
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: block; min-width: 0; }
    article {
      background: var(--gc-surface); border-radius: var(--gc-radius); padding: 1rem; height: 100%;
      display: grid; gap: 0.625rem; align-content: start; outline: 3px solid transparent; outline-offset: -3px; transition: outline-color 100ms;
    }
    article.speaking { outline-color: var(--gc-good); }
    article.away { opacity: 0.85; outline: 2px dashed var(--gc-line); }
    .who { display: flex; gap: 0.75rem; align-items: center; min-width: 0; }
    .avatar { width: 2.75rem; height: 2.75rem; border-radius: 50%; flex: none; display: grid; place-content: center; font-weight: 600; background: var(--gc-raised); }
    .names { min-width: 0; flex: 1; }
    .name { font-weight: 600; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
    .code { color: var(--gc-soft); font-size: 0.85rem; }
    .state { color: var(--gc-soft); font-size: 0.9rem; min-height: 1.4em; display: flex; gap: 0.375rem; align-items: center; }
    .state svg { width: 1rem; height: 1rem; }
    details { font-size: 0.9rem; }
    summary { cursor: pointer; border-radius: 0.375rem; padding: 0.25rem 0; }
    .good::before, .fair::before, .poor::before, .lost::before { content: '●'; margin-inline-end: 0.375rem; }
    .good::before { color: var(--gc-good); }
    .fair::before { color: var(--gc-fair); }
    .poor::before, .lost::before { color: var(--gc-danger); }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 0.125rem 0.75rem; margin: 0.25rem 0 0; }
    dt { color: var(--gc-soft); }
    dd { margin: 0; font-variant-numeric: tabular-nums; }
  `]

  declare participant: ParticipantState

  render (): TemplateResult {
    const { participant, text } = this
    const { linkState, speaking } = participant
    const name = this.nameOf(participant.name)

    return html`
      <article class="${speaking ? 'speaking' : ''} ${linkState === 'connected' ? '' : 'away'}" aria-label=${text.person(name, shortKey(participant.publicKey))}>
        <div class="who">
          <span class="avatar" aria-hidden="true">${[...name][0]?.toUpperCase()}</span>
          <div class="names">
            <bdi class="name" title=${name}>${name}</bdi>
            <span class="code" title=${participant.publicKey}>${shortKey(participant.publicKey)}</span>
          </div>
        </div>
        <p class="state">${this.renderState()}</p>
        <label><span class="hidden">${text.tile.volume(name)}</span>
          <input type="range" min="0" max="100" .value=${String(Math.round(participant.volume * 100))} @input=${this.onVolume}>
        </label>
        ${this.renderConnection()}
      </article>
    `
  }

  private renderState (): TemplateResult | typeof nothing {
    const { text, participant: { linkState, listening, muted, speaking } } = this

    if (linkState !== 'connected') {
      return html`${text.tile.states[linkState]}`
    }

    if (listening || muted) {
      return html`${icon('muted')} ${listening ? text.tile.listening : text.tile.muted}`
    }

    return speaking ? html`${icon('microphone')} ${text.tile.speaking}` : nothing
  }

  private renderConnection (): TemplateResult {
    const { participant, text: { tile } } = this
    const milliseconds = (value?: number): string => value == null ? tile.unknown : `${Math.round(value)} ms`

    return html`
      <details>
        <summary><span class=${participant.quality}>${tile.connection(tile.qualities[participant.quality])}</span></summary>
        <dl>
          <dt>${tile.roundTripTime}</dt><dd>${milliseconds(participant.roundTripTime)}</dd>
          <dt>${tile.jitter}</dt><dd>${milliseconds(participant.jitter)}</dd>
          <dt>${tile.loss}</dt><dd>${participant.lossPercent.toFixed(1)} %</dd>
          <dt>${tile.route}</dt><dd>${tile.routes[participant.route]}</dd>
        </dl>
      </details>
    `
  }

  private onVolume ({ target }: Event): void {
    this.actions.setVolume(this.participant.publicKey, Number((target as HTMLInputElement).value) / 100)
  }
}

define('gc-tile', TileElement)
