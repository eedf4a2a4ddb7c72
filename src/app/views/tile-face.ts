import { html, nothing } from 'lit'
import { hueOf } from '../model/person-look.ts'
import { avatar } from './avatar.ts'
import { icon } from './icons.ts'
import { loudness } from './meter.ts'
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

/**
 * Returns the custom properties of a tile: the hue of its person, and how far the ring around
 * their picture reaches, from 0 to 1. In steps, because each change draws the picture again,
 * and nobody sees more of them
 */
export function tileProperties ({ level, publicKey, speaking }: { level: number, publicKey: string, speaking: boolean }): string {
  return `--hue: ${hueOf(publicKey)}; --level: ${speaking ? Math.round(loudness(level) / 10) / 10 : 0}`
}

/** Returns why nobody hears the person; empty if they may be heard */
export function silence ({ listenOnly, muted }: Pick<TileFaceInit, 'listenOnly' | 'muted'>, { listening, muted: words }: Text['tile']): string {
  if (listenOnly) {
    return listening
  }

  return muted ? words : ''
}
