import { css, html, nothing } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { firstTrack, SELF_TILE, TILE_GAP, tileLayout } from '../model/tile-layout.ts'
import { MeasuredView } from './measured-view.ts'
import { define } from './view.ts'
import './self-tile.ts'
import './tile.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

/** Everybody's tile, filling the room there is. Dispatches `person` with a public key when the user opens a tile */
export class StageElement extends MeasuredView {
  static styles: CSSResultGroup = [MeasuredView.styles, css`
    :host { display: block; position: relative; min-width: 0; min-height: 0; }
    /* only a very low window has to scroll */
    ul { position: absolute; inset: 0; overflow: auto; list-style: none; margin: 0; padding: 0; display: grid; gap: ${TILE_GAP}rem; grid-template: repeat(var(--rows), minmax(3.5rem, 1fr)) / repeat(calc(2 * var(--columns)), minmax(0, 1fr)); }
    li { min-width: 0; min-height: 0; }
    .floating { position: absolute; inset: auto ${TILE_GAP}rem ${TILE_GAP}rem auto; width: ${SELF_TILE.width}rem; height: ${SELF_TILE.height}rem; z-index: 1; border-radius: var(--gc-radius); box-shadow: 0 2px 12px rgb(0 0 0 / 30%); }
  `]

  render (): TemplateResult | typeof nothing {
    const { actions, size, state, text, theme } = this
    const { participants } = state

    if (size == null) {
      return nothing
    }

    const { columns, floating, rows } = tileLayout(participants.length, size)
    const count = participants.length + (floating ? 0 : 1)
    const place = (index: number): string => `grid-column: ${firstTrack(index, count, columns)} / span 2`

    // the order on the screen is the order for screen readers
    return html`<ul aria-label=${text.call.participants} .style=${`--columns: ${columns}; --rows: ${rows}`}>
      ${repeat(participants, ({ publicKey }) => publicKey, (participant, index) => html`
        <li .style=${place(index)}><gc-tile .state=${state} .actions=${actions} .text=${text} theme=${theme} .participant=${participant} @open=${() => { this.open(participant.publicKey) }}></gc-tile></li>
      `)}
      <li class=${floating ? 'floating' : ''} .style=${floating ? '' : place(count - 1)}><gc-self-tile .state=${state} .actions=${actions} .text=${text} theme=${theme}></gc-self-tile></li>
    </ul>`
  }

  private open (publicKey: string): void {
    this.dispatchEvent(new CustomEvent('person', { detail: publicKey }))
  }
}

define('gc-stage', StageElement)
