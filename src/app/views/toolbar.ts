import { css, html, nothing } from 'lit'
import { icon } from './icons.ts'
import { define, View } from './view.ts'
import type { IconName } from './icons.ts'
import type { PanelName } from './panels.ts'
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit'

/** The call's buttons; dispatches `panel` and `chat` when the user opens one of those */
export class ToolbarElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, chatting: { type: Boolean } }
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: block; }
    [role='toolbar'] { display: flex; flex-wrap: wrap; gap: 0.5rem; justify-content: center; padding: 0.75rem; }
    button { min-height: 3rem; position: relative; }
    .badge { background: var(--gc-danger); color: var(--gc-on-danger); border-radius: 999px; font-size: 0.8rem; padding: 0 0.4rem; }
    .mute { min-width: 8.5rem; }
    .on { background: var(--gc-text); color: var(--gc-back); }
    .ring { box-shadow: 0 0 0 3px var(--gc-good); }
    @media (max-width: 40rem) {
      [role='toolbar'] { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); padding: 0.5rem; }
      button, .mute { flex-direction: column; gap: 0.25rem; min-width: 0; padding: 0.5rem 0; border-radius: var(--gc-radius); font-size: 0.75rem; line-height: 1.1; }
      .leave { grid-column: span 2; }
      .label { max-width: 100%; overflow-wrap: anywhere; }
      .badge { position: absolute; inset-block-start: 0.25rem; inset-inline-start: calc(50% + 0.5rem); }
    }
  `]

  declare chatting: boolean

  render (): TemplateResult {
    const { self, unread } = this.state
    const { toolbar } = this.text

    return html`
      <div role="toolbar" aria-label=${toolbar.label}>
        <button class="mute ${self.muted ? 'on' : ''} ${self.speaking ? 'ring' : ''}" ?disabled=${self.listenOnly != null} @click=${() => { this.actions.toggleMute() }}>
          ${icon(self.muted ? 'muted' : 'microphone')} <span class="label">${self.muted ? toolbar.unmute : toolbar.mute}</span>
        </button>
        <button class=${self.deafened ? 'on' : ''} @click=${() => { this.actions.toggleDeafen() }}>
          ${icon(self.deafened ? 'deaf' : 'ear')} <span class="label">${self.deafened ? toolbar.undeafen : toolbar.deafen}</span>
        </button>
        <button aria-pressed=${this.chatting} @click=${() => { this.dispatchEvent(new CustomEvent('chat')) }}>
          ${icon('chat')} <span class="label">${toolbar.chat}</span>
          ${unread === 0 ? nothing : html`<span class="badge" aria-hidden="true">${unread}</span><span class="hidden">${toolbar.unread(unread)}</span>`}
        </button>
        ${(['react', 'invite', 'settings', 'safety', 'help'] as const).map(name => this.renderPanel(name))}
        <button class="danger leave" @click=${() => { this.actions.leave() }}>${icon('leave')} <span class="label">${toolbar.leave}</span></button>
      </div>
    `
  }

  private renderPanel (name: PanelName & IconName): TemplateResult {
    return html`<button aria-haspopup="dialog" @click=${() => { this.dispatchEvent(new CustomEvent('panel', { detail: name })) }}>${icon(name)} <span class="label">${this.text.toolbar[name]}</span></button>`
  }
}

define('gc-toolbar', ToolbarElement)
