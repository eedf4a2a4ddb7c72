import { css, html, nothing } from 'lit'
import { define, View } from './view.ts'
import type { CSSResultGroup, TemplateResult } from 'lit'

const HOUR = 3_600_000

/** ms */
const LIFETIMES = { never: undefined, hour: HOUR, day: 24 * HOUR, week: 7 * 24 * HOUR } as const

type Lifetime = keyof typeof LIFETIMES

/** Chooses the options of the link below: how long it can be used, and how many people it admits */
export class InviteOptionsElement extends View {
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: grid; gap: 0.75rem; }
  `]

  render (): TemplateResult {
    const { state: { group: { choice }, members }, text } = this
    const { invite } = text.members

    return html`
      <p>${members == null ? text.invite.hint : choice.once ? invite.onceHint : invite.hint}</p>
      <label for="lifetime">${invite.lifetime}</label>
      <select id="lifetime" @change=${this.onLifetime}>
        ${Object.entries(LIFETIMES).map(([name, lifetime]) => html`<option value=${name} .selected=${lifetime === choice.lifetime}>${invite.lifetimes[name as Lifetime]}</option>`)}
      </select>
      ${members?.owner === true
        ? html`<label class="check"><input type="checkbox" .checked=${choice.once} @change=${this.onOnce}> ${invite.once}</label>`
        : nothing}
    `
  }

  private onLifetime ({ target }: Event): void {
    this.actions.chooseInvite({ ...this.state.group.choice, lifetime: LIFETIMES[(target as HTMLSelectElement).value as Lifetime] })
  }

  private onOnce ({ target }: Event): void {
    this.actions.chooseInvite({ ...this.state.group.choice, once: (target as HTMLInputElement).checked })
  }
}

define('gc-invite-options', InviteOptionsElement)
