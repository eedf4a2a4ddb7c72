import { css, html, nothing } from 'lit'
import { avatarStyle } from './avatar.ts'
import { icon } from './icons.ts'
import { tileFace, tileProperties } from './tile-face.ts'
import { tileStyle } from './tile-style.ts'
import { define, shortKey, View } from './view.ts'
import type { ParticipantState } from '../model/state.ts'
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit'

/**
 * Shows a participant: name, whether they are speaking, and what is unusual about them.
 * Dispatches `open` when the user wants to know more
 */
export class TileElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, participant: { attribute: false } }
  static styles: CSSResultGroup = [View.styles, avatarStyle, tileStyle, css`
    .open { position: absolute; inset: 0; min-height: 0; padding: 0; border: none; border-radius: inherit; background: none; }
    .open:focus-visible { outline-offset: -4px; }
    .dots { position: absolute; inset: 0.375rem 0.375rem auto auto; width: 1.75rem; height: 1.75rem; display: grid; place-content: center; border-radius: 50%; background: var(--gc-surface); opacity: 0; transition: opacity 100ms; }
    article:hover .dots, .open:focus-visible ~ .dots { opacity: 1; }
    @media (hover: none) { .dots { opacity: 0.7; background: none; } }
    .away .avatar { filter: grayscale(0.8); opacity: 0.6; }
    .away .picture::after { content: ''; position: absolute; inset: -0.375rem; border-radius: 50%; border: 3px solid var(--gc-line); border-block-start-color: transparent; animation: turn 1.2s linear infinite; }
    .lost { outline: 2px dashed var(--gc-fair); outline-offset: -2px; }
    @keyframes turn { to { rotate: 1turn; } }
    .held { color: var(--gc-danger); }
    .fair { color: var(--gc-fair); }
    .poor { color: var(--gc-danger); }
    .signs { inset: auto auto 0.375rem 0.375rem; }
    @container (max-height: 6.25rem) { .signs { inset-block: 0.375rem auto; } }
  `]

  declare participant: ParticipantState

  render (): TemplateResult {
    const { participant, text } = this
    const { carrier, linkState, publicKey, speaking, verified } = participant
    const name = this.nameOf(participant.name)
    const away = linkState !== 'connected' && carrier == null

    return html`
      <article class="${speaking ? 'speaking' : ''} ${away ? 'away' : ''} ${away && participant.quality === 'lost' ? 'lost' : ''}" .style=${tileProperties(participant)}
        aria-label=${text.person(name, shortKey(publicKey))}${verified ? `, ${text.tile.verified}` : ''}>
        ${tileFace({ ...participant, name, text })}
        <div class="words">
          <span class="name" title=${name}><bdi>${name}</bdi>${verified ? html`<span title=${text.tile.verified}>${icon('safety')}<span class="hidden">${text.tile.verified}</span></span>` : nothing}</span>
          <span class="state">${this.renderState(away)}</span>
        </div>
        ${this.renderSigns()}
        <button class="open" aria-haspopup="dialog" aria-label=${text.tile.open(name)} @click=${() => { this.dispatchEvent(new CustomEvent('open')) }}></button>
        <span class="dots" aria-hidden="true">${icon('more')}</span>
      </article>
    `
  }

  /** What the user should know first, in one line */
  private renderState (away: boolean): TemplateResult | string {
    const { state, text: { tile }, participant: { carrier, heldFor, knownAs, linkState, listenOnly, standing, unlinked } } = this

    if (heldFor != null) {
      return html`<span class="held">${tile.held}</span>`
    }

    if (away) {
      return unlinked ? tile.unlinked : tile.states[linkState]
    }

    const member = state.participants.find(({ publicKey }) => publicKey === carrier)
    const facts = [
      listenOnly ? tile.listening : '',
      member == null ? '' : tile.through(this.nameOf(member.name)),
      knownAs == null ? '' : tile.knownAs(knownAs),
      standing === 'new' ? tile.new : ''
    ]

    return facts.find(fact => fact !== '') ?? ''
  }

  /** A connection that is worth a look, and whether the user has muted the person */
  private renderSigns (): TemplateResult {
    const { text: { tile }, participant: { quality, silenced } } = this
    const words = quality == null || quality === 'good' ? undefined : tile.connection(tile.qualities[quality])

    return html`<div class="corner signs">
      ${words == null ? nothing : html`<span class=${quality === 'fair' ? 'fair' : 'poor'} title=${words}>${icon('signal')}<span class="hidden">${words}</span></span>`}
      ${silenced ? html`<span title=${tile.silenced}>${icon('silenced')}<span class="hidden">${tile.silenced}</span></span>` : nothing}
    </div>`
  }
}

define('gc-tile', TileElement)
