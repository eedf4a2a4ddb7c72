import { css, html, nothing } from 'lit'
import { avatar } from './avatar.ts'
import { icon } from './icons.ts'
import { meter } from './meter.ts'
import { tileStyle } from './tile-style.ts'
import { define, shortKey, View } from './view.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

/** The user's own tile: the name that the others see, and whether they hear the user */
export class SelfTileElement extends View {
  static styles: CSSResultGroup = [View.styles, tileStyle, css`
    .avatar { background: var(--gc-accent); color: var(--gc-on-accent); }
    .meter { margin-block: 0.5rem; }
    /* keeps its room */
    .unused { visibility: hidden; }
    .you { font-weight: 400; color: var(--gc-soft); }
  `]

  render (): TemplateResult {
    const { text, state: { self } } = this
    const name = this.nameOf(self.name)
    const key = shortKey(self.publicKey)

    return html`
      <article class=${self.speaking ? 'speaking' : ''} aria-label=${text.person(`${name} (${text.you})`, key)}>
        <div class="who">
          ${avatar(name, self, text.tile.handRaised)}
          <div class="names">
            <span class="name" title=${name}><bdi>${name}</bdi> <span class="you">(${text.you})</span></span>
            <span class="code" title=${self.publicKey}>${key}</span>
          </div>
        </div>
        <p class="state">${this.renderState()}</p>
        <div class=${self.listenOnly == null && !self.muted ? '' : 'unused'}>${meter(text.microphone.level, self.level)}</div>
      </article>
    `
  }

  private renderState (): TemplateResult | typeof nothing {
    const { text: { tile }, state: { self } } = this

    if (self.listenOnly != null || self.muted) {
      return html`${icon('muted')} ${self.listenOnly != null ? tile.listening : tile.muted}`
    }

    return self.speaking ? html`${icon('microphone')} ${tile.speaking}` : nothing
  }
}

define('gc-self-tile', SelfTileElement)
