import { css, html, nothing } from 'lit'
import { keyName } from '../text/key-name.ts'
import { icon } from './icons.ts'
import { define, View } from './view.ts'
import type { KeyAction } from '../model/key-bindings.ts'
import type { MovableControl } from '../model/toolbar-fit.ts'
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit'

/** The call's buttons, in one row; dispatches `panel` and `chat` when the user opens one of those */
export class ToolbarElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, chatting: { type: Boolean }, shown: { attribute: false } }
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: block; }
    [role='toolbar'] { display: flex; gap: 0.25rem; justify-content: center; padding: 0.5rem 0.25rem max(0.375rem, env(safe-area-inset-bottom)); }
    button { flex: 0 0 4.25rem; flex-direction: column; gap: 0.25rem; min-width: 2.75rem; padding: 0; border: none; border-radius: 0.75rem; background: none; font-size: 0.75rem; line-height: 1.25; }
    button[aria-pressed='true'] { background: none; color: var(--gc-text); }
    .disc { position: relative; width: 3rem; height: 3rem; border-radius: 50%; display: grid; place-content: center; background: var(--gc-raised); transition: background-color 100ms, box-shadow 120ms linear; }
    .disc svg { width: 1.375rem; height: 1.375rem; }
    button:hover .disc { background: var(--gc-hover); }
    button:active .disc { scale: 0.94; }
    .on .disc, [aria-pressed='true'] .disc { background: var(--gc-text); color: var(--gc-back); }
    .ring .disc { box-shadow: 0 0 0 3px var(--gc-voice); }
    .leave .disc { background: var(--gc-danger); color: var(--gc-on-danger); }
    .label { max-width: calc(100% + 0.75rem); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .badge { position: absolute; inset: -0.25rem -0.25rem auto auto; min-width: 1.25rem; background: var(--gc-danger); color: var(--gc-on-danger); border-radius: 999px; padding: 0 0.25rem; font-weight: 600; }
    @container (max-height: 26rem) {
      .label { position: absolute; width: 1px; height: 1px; clip-path: inset(50%); }
      [role='toolbar'] { padding-block: 0.25rem; }
    }
    @media (prefers-reduced-motion: reduce) { button:active .disc { scale: none; } }
  `]

  declare chatting: boolean
  /** The controls for which there is room */
  declare shown: readonly MovableControl[]

  render (): TemplateResult {
    const { shown, state: { self }, text: { toolbar } } = this

    return html`
      <div role="toolbar" aria-label=${toolbar.label}>
        <button class="${self.muted ? 'on' : ''} ${self.speaking ? 'ring' : ''}" ?disabled=${self.listenOnly != null} title=${this.hint(self.muted ? toolbar.unmute : toolbar.mute, 'mute')} @click=${() => { this.actions.toggleMute() }}>
          <span class="disc">${icon(self.muted ? 'muted' : 'microphone')}</span> <span class="label">${self.muted ? toolbar.unmute : toolbar.mute}</span>
        </button>
        ${shown.map(name => this.renderMovable(name))}
        ${this.renderPanel('more', undefined, !shown.includes('chat'))}
        <button class="leave" title=${this.hint(toolbar.leave, 'leave')} @click=${() => { this.actions.leave() }}><span class="disc">${icon('leave')}</span> <span class="label">${toolbar.leave}</span></button>
      </div>
    `
  }

  private renderMovable (name: MovableControl): TemplateResult {
    switch (name) {
      case 'chat':
        return this.renderChat()
      case 'deafen':
        return this.renderDeafen()
      default:
        return this.renderPanel(name, name === 'react' ? name : undefined)
    }
  }

  private renderChat (): TemplateResult {
    const { toolbar } = this.text

    return html`<button aria-pressed=${this.chatting} title=${this.hint(toolbar.chat, 'chat')} @click=${() => { this.dispatchEvent(new CustomEvent('chat')) }}>
      <span class="disc">${icon('chat')}${this.renderUnread()}</span> <span class="label">${toolbar.chat}</span>${this.renderUnreadWords()}
    </button>`
  }

  private renderDeafen (): TemplateResult {
    const { state: { self: { deafened } }, text: { toolbar } } = this
    const label = deafened ? toolbar.undeafen : toolbar.deafen

    return html`<button class=${deafened ? 'on' : ''} title=${this.hint(label, 'deafen')} @click=${() => { this.actions.toggleDeafen() }}>
      <span class="disc">${icon(deafened ? 'deaf' : 'ear')}</span> <span class="label">${label}</span>
    </button>`
  }

  /** Where the chat is in the menu, that shows what is unread */
  private renderPanel (name: 'react' | 'invite' | 'settings' | 'more', action?: KeyAction, unread = false): TemplateResult {
    const label = this.text.toolbar[name]

    return html`<button aria-haspopup="dialog" title=${this.hint(label, action)} @click=${() => { this.dispatchEvent(new CustomEvent('panel', { detail: name })) }}>
      <span class="disc">${icon(name)}${unread ? this.renderUnread() : nothing}</span> <span class="label">${label}</span>${unread ? this.renderUnreadWords() : nothing}
    </button>`
  }

  private renderUnread (): TemplateResult | typeof nothing {
    const { unread } = this.state

    return unread === 0 ? nothing : html`<span class="badge" aria-hidden="true">${unread}</span>`
  }

  private renderUnreadWords (): TemplateResult | typeof nothing {
    const { state: { unread }, text: { toolbar } } = this

    return unread === 0 ? nothing : html`<span class="hidden">${toolbar.unread(unread)}</span>`
  }

  /** Names the key that does the same */
  private hint (label: string, action?: KeyAction): string {
    const key = action == null ? undefined : this.state.preferences.keys[action]

    return key == null ? label : `${label} (${keyName(key, this.text)})`
  }
}

define('gc-toolbar', ToolbarElement)
