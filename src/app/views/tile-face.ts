import { html, nothing } from 'lit'
import { avatar } from './avatar.ts'
import { icon } from './icons.ts'
import type { AvatarInit } from './avatar.ts'
import type { Text } from '../text/text.ts'
import type { TemplateResult } from 'lit'

export interface TileFaceInit extends AvatarInit {
  handRaised: boolean
  muted: boolean
  listenOnly: boolean
  speaking: boolean
  text: Text
}

/** Shows a person's picture, with whether others hear them, and a raised hand. Screen readers get words */
export function tileFace ({ handRaised, listenOnly, muted, speaking, text: { tile }, ...person }: TileFaceInit): TemplateResult {
  const silent = silence({ listenOnly, muted }, tile)

  return html`
    <div class="picture">
      ${avatar(person)}
      ${silent === '' ? nothing : html`<span class="badge" title=${silent}>${icon('muted')}<span class="hidden">${silent}</span></span>`}
      ${speaking && silent === '' ? html`<span class="hidden">${tile.speaking}</span>` : nothing}
    </div>
    ${handRaised ? html`<div class="corner"><span role="img" aria-label=${tile.handRaised} title=${tile.handRaised}>✋</span></div>` : nothing}
  `
}

/** Returns why nobody hears the person; empty if they may be heard */
export function silence ({ listenOnly, muted }: Pick<TileFaceInit, 'listenOnly' | 'muted'>, { listening, muted: words }: Text['tile']): string {
  if (listenOnly) {
    return listening
  }

  return muted ? words : ''
}
