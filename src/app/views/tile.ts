import { css, html, nothing } from 'lit'
import { avatar } from './avatar.ts'
import { icon } from './icons.ts'
import { tileStyle } from './tile-style.ts'
import { define, shortKey, View } from './view.ts'
import type { ParticipantState } from '../model/state.ts'
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit'

/** Shows a participant: name, whether they are speaking, and the state of the link */
export class TileElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, participant: { attribute: false } }
  static styles: CSSResultGroup = [View.styles, tileStyle, css`
    article.away { opacity: 0.85; outline: 2px dashed var(--gc-line); }
    .verified svg { width: 1rem; height: 1rem; color: var(--gc-good); vertical-align: -0.125rem; }
    .held { color: var(--gc-danger); }
    .verify { justify-self: start; min-height: 2.25rem; padding: 0.25rem 0.875rem; font-size: 0.9rem; }
    .volume { display: flex; align-items: center; gap: 0.5rem; }
    .volume button { min-height: 2rem; width: 2rem; }
    .volume label { flex: 1; min-width: 0; display: flex; }
    details { font-size: 0.9rem; }
    summary { cursor: pointer; border-radius: 0.375rem; padding: 0.25rem 0; }
    .unknown::before, .good::before, .fair::before, .poor::before, .lost::before { content: '●'; margin-inline-end: 0.375rem; }
    .unknown::before { color: var(--gc-line); }
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
      <article class="${speaking ? 'speaking' : ''} ${linkState === 'connected' || participant.carrier != null ? '' : 'away'}" aria-label=${text.person(name, shortKey(participant.publicKey))}${participant.verified ? `, ${text.tile.verified}` : ''}>
        <div class="who">
          ${avatar(name, participant, text.tile.handRaised)}
          <div class="names">
            <span class="name" title=${name}><bdi>${name}</bdi></span>
            <span class="code" title=${participant.publicKey}>${shortKey(participant.publicKey)}</span>
            ${this.renderStanding()}
          </div>
        </div>
        <p class="state">${this.renderState()}</p>
        <div class="volume">
          <button class="icon" aria-pressed=${participant.silenced} title=${text.tile.silence(name)} @click=${this.onSilence}>${icon(participant.silenced ? 'silenced' : 'volume')}<span class="hidden">${text.tile.silence(name)}</span></button>
          <label title=${text.tile.volume(name)}><span class="hidden">${text.tile.volume(name)}</span>
            <input type="range" min="0" max="100" .value=${String(Math.round(participant.volume * 100))} @input=${this.onVolume}>
          </label>
        </div>
        ${this.renderConnection()}
        ${participant.heldFor == null
          ? html`<button class="verify" aria-haspopup="dialog" @click=${() => { this.dispatchEvent(new CustomEvent('verify')) }}>${participant.verified ? text.tile.verified : text.tile.verify} <span class="hidden">${name}</span></button>`
          : nothing}
      </article>
    `
  }

  /** Shows how the person compares with the contacts; nothing for a known contact */
  private renderStanding (): TemplateResult | typeof nothing {
    const { text: { tile }, participant: { knownAs, standing, verified } } = this

    return html`
      ${verified ? html`<span class="verified" title=${tile.verified}>${icon('safety')}<span class="hidden">${tile.verified}</span></span>` : nothing}
      ${knownAs == null ? nothing : html`<div class="hint">${tile.knownAs(knownAs)}</div>`}
      ${standing === 'new' ? html`<span class="hint">${tile.new}</span>` : nothing}
    `
  }

  private renderState (): TemplateResult | typeof nothing {
    const { state, text, participant: { carrier, heldFor, linkState, listenOnly, muted, speaking, unlinked } } = this

    if (heldFor != null) {
      return html`<span class="held">${text.tile.held}</span>`
    }

    if (linkState !== 'connected' && carrier == null) {
      return html`<span>${unlinked ? text.tile.unlinked : text.tile.states[linkState]}</span>`
    }

    const member = state.participants.find(({ publicKey }) => publicKey === carrier)
    const through = member == null ? nothing : html`<span>${text.tile.through(this.nameOf(member.name))}</span>`

    if (listenOnly || muted) {
      return html`${icon('muted')} <span>${listenOnly ? text.tile.listening : text.tile.muted}</span> ${through}`
    }

    return html`${speaking ? html`${icon('microphone')} <span>${text.tile.speaking}</span>` : nothing} ${through}`
  }

  private renderConnection (): TemplateResult {
    const { participant, text: { tile } } = this
    const milliseconds = (value?: number): string => value == null ? tile.unknown : `${Math.round(value)} ms`
    const facts = [
      [tile.roundTripTime, milliseconds(participant.roundTripTime)],
      [tile.jitter, milliseconds(participant.jitter)],
      [tile.loss, `${participant.lossPercent.toFixed(1)} %`],
      [tile.route, tile.routes[participant.route]]
    ]

    // a tooltip for pointers, and a button for keyboards, touch and screen readers
    return html`
      <details title=${facts.map(([name, value]) => `${name}: ${value}`).join('\n')}>
        <summary><span class=${participant.quality ?? 'unknown'}>${tile.connection(participant.quality == null ? tile.unknown : tile.qualities[participant.quality])}</span></summary>
        <dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
      </details>
    `
  }

  private onSilence (): void {
    this.actions.setSilenced(this.participant.publicKey, !this.participant.silenced)
  }

  private onVolume ({ target }: Event): void {
    this.actions.setVolume(this.participant.publicKey, Number((target as HTMLInputElement).value) / 100)
  }
}

define('gc-tile', TileElement)
