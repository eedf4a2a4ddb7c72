import { css, html } from 'lit'
import { hueOf, initials } from '../model/person-look.ts'
import type { TemplateResult } from 'lit'

export interface AvatarInit {
  publicKey: string
  /** As shown, not empty */
  name: string
  /** Shown instead of the letters */
  reaction?: string
}

/** Shows a person's initials on the colour of their key, or what they react with. It always takes the same room */
export function avatar ({ name, publicKey, reaction }: AvatarInit): TemplateResult {
  return html`<span class="avatar" aria-hidden="true" .style=${`--hue: ${hueOf(publicKey)}`}>${reaction ?? initials(name)}</span>`
}

/** Lightness and chroma are the same for all hues, so that white letters can be read on each */
export const avatarStyle = css`
  .avatar {
    inline-size: 2.5rem; aspect-ratio: 1; border-radius: 50%; flex: none; display: grid; place-content: center; line-height: 1;
    font-weight: 600; color: #fff; background: oklch(0.5 0.12 var(--hue)); user-select: none;
  }
`
