import { css, html, nothing } from 'lit'
import { icon } from './icons.ts'
import { define, View } from './view.ts'
import type { IconName } from './icons.ts'
import type { PanelName } from './panels.ts'
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit'

/** What one does in a call. Tells by `panel` and `chat` what is to be opened */
export class ToolbarElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, chatting: { type: Boolean } }
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: block; }
    [role='toolbar'] { display: flex; flex-wrap: wrap; gap: 0.5rem; justify-content: center; padding: 0.75rem; }
    button { min-height: 3rem; position: relative; }
    .badge { background: var(--gc-danger); color: var(--gc-on-danger); border-radius: 999px; font-size: 0.8rem; padding: 0 0.4rem; }
    .mute { min-width: 8.5rem; }
    .ring { box-shadow: 0 0 0 3px var(--gc-good); }
    @media (max-width: 40rem) {
      button:not(.mute, .leave) { width: 3rem; padding: 0; }
      button:not(.mute, .leave) .label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    }
  `]

  declare chatting: boolean

  render (): TemplateResult {
    const { self, unread } = this.state
    const { toolbar } = this.text

    return html`
      <div role="toolbar" aria-label=${toolbar.label}>
        <button class="mute ${self.speaking ? 'ring' : ''}" aria-pressed=${self.muted} ?disabled=${self.listenOnly != null} @click=${() => { this.actions.toggleMute() }}>
          ${icon(self.muted ? 'muted' : 'microphone')} ${toolbar.mute}
        </button>
        ${this.renderToggle('deafen', self.deafened, self.deafened ? 'deaf' : 'ear', toolbar.deafen, () => { this.actions.toggleDeafen() })}
        ${this.renderToggle('chat', this.chatting, 'chat', toolbar.chat, () => { this.dispatchEvent(new CustomEvent('chat')) }, unread === 0
          ? nothing
          : html`<span class="badge" aria-hidden="true">${unread}</span><span class="hidden">${toolbar.unread(unread)}</span>`)}
        ${(['invite', 'settings', 'safety', 'help'] as const).map(name => this.renderPanel(name))}
        <button class="danger leave" @click=${() => { this.actions.leave() }}>${icon('leave')} ${toolbar.leave}</button>
      </div>
    `
  }

  private renderToggle (id: string, pressed: boolean, name: IconName, label: string, press: () => void, more: TemplateResult | typeof nothing = nothing): TemplateResult {
    return html`<button id=${id} aria-pressed=${pressed} title=${label} @click=${press}>${icon(name)} <span class="label">${label}</span>${more}</button>`
  }

  private renderPanel (name: PanelName & IconName): TemplateResult {
    const label = this.text.toolbar[name]

    return html`<button title=${label} aria-haspopup="dialog" @click=${() => { this.dispatchEvent(new CustomEvent('panel', { detail: name })) }}>${icon(name)} <span class="label">${label}</span></button>`
  }
}

define('gc-toolbar', ToolbarElement)
