import { css, html } from 'lit'
import { avatarStyle } from './avatar.ts'
import { silence, tileFace, tileProperties } from './tile-face.ts'
import { tileStyle } from './tile-style.ts'
import { define, shortKey, View } from './view.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

/** The user's own tile: the name that the others see, and whether they hear the user */
export class SelfTileElement extends View {
  static styles: CSSResultGroup = [View.styles, avatarStyle, tileStyle, css`
    article { box-shadow: inset 0 0 0 1px var(--gc-line); }
    @container (max-height: 6.25rem) { .state { display: none; } }
  `]

  render (): TemplateResult {
    const { text, state: { self } } = this
    const name = this.nameOf(self.name)
    const heard = { listenOnly: self.listenOnly != null, muted: self.muted }

    return html`
      <article class=${self.speaking ? 'speaking' : ''} .style=${tileProperties(self)} aria-label=${text.person(`${name} (${text.you})`, shortKey(self.publicKey))}>
        ${tileFace({ ...self, ...heard, name, text })}
        <div class="words">
          <span class="name" title=${name}><bdi>${text.tile.self}</bdi></span>
          <span class="state">${silence(heard, text.tile)}</span>
        </div>
      </article>
    `
  }
}

define('gc-self-tile', SelfTileElement)
