import { css, html, nothing } from 'lit'
import { chatParts } from './chat-links.ts'
import { icon } from './icons.ts'
import { define, View } from './view.ts'
import type { ChatLink } from './chat-links.ts'
import type { ChatMessage } from '../model/state.ts'
import type { CSSResultGroup, PropertyValues, TemplateResult } from 'lit'

/** Characters: a message has 4 KiB of UTF-8, and a character takes up to 4 bytes */
const MAX_LENGTH = 1_000

/** The call's chat */
export class ChatElement extends View {
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: grid; grid-template-rows: auto minmax(0, 1fr) auto; gap: 0.75rem; min-height: 0; min-width: 0; background: var(--gc-surface); padding: 0.75rem; border-radius: var(--gc-radius); }
    header { display: flex; justify-content: space-between; align-items: center; }
    ol { list-style: none; margin: 0; padding: 0; overflow-y: auto; display: grid; gap: 0.75rem; align-content: start; }
    li { display: grid; gap: 0.125rem; }
    li p { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--gc-raised); border-radius: 0.625rem; padding: 0.5rem 0.75rem; justify-self: start; max-width: 100%; }
    li.own { justify-items: end; }
    li.own p { justify-self: end; }
    a { color: var(--gc-accent); }
    .meta { color: var(--gc-soft); font-size: 0.85rem; }
    form { display: flex; gap: 0.5rem; }
    label { flex: 1; min-width: 0; }
  `]

  /** Cached, because the screen is drawn ten times a second */
  private readonly parts = new WeakMap<ChatMessage, Array<string | ChatLink>>()

  render (): TemplateResult {
    const { chat } = this.text
    const time = new Intl.DateTimeFormat(this.text.lang, { hour: '2-digit', minute: '2-digit' })

    return html`
      <header>
        <h2>${chat.title}</h2>
        <button class="icon" aria-label=${chat.close} @click=${() => { this.dispatchEvent(new CustomEvent('close')) }}>${icon('close')}</button>
      </header>
      <ol tabindex="0" aria-label=${chat.title}>
        ${this.state.messages.length === 0 ? html`<li class="hint">${chat.empty}</li>` : nothing}
        ${this.state.messages.map(message => this.renderMessage(message, time))}
      </ol>
      <form @submit=${this.onSubmit}>
        <label><span class="hidden">${chat.message}</span><input name="message" maxlength=${MAX_LENGTH} autocomplete="off" placeholder=${chat.message}></label>
        <button class="primary">${chat.send}</button>
      </form>
    `
  }

  firstUpdated (): void {
    this.renderRoot.querySelector('input')?.focus()
  }

  updated (changed: PropertyValues<this>): void {
    const before = changed.get('state')

    if (before == null || before.messages !== this.state.messages) {
      const list = this.renderRoot.querySelector('ol')
      list?.scrollTo({ top: list.scrollHeight })
    }
  }

  private renderMessage (message: ChatMessage, time: Intl.DateTimeFormat): TemplateResult {
    const { name, own, at } = message

    return html`
      <li class=${own ? 'own' : ''}>
        <span class="meta"><bdi>${own ? this.text.you : this.nameOf(name)}</bdi> · ${time.format(at)}</span>
        <p><bdi>${this.partsOf(message).map(part => typeof part === 'string' ? part : renderLink(part))}</bdi></p>
      </li>
    `
  }

  private partsOf (message: ChatMessage): Array<string | ChatLink> {
    const parts = this.parts.get(message) ?? chatParts(message.text)
    this.parts.set(message, parts)

    return parts
  }

  private onSubmit (event: SubmitEvent): void {
    event.preventDefault()
    const input = this.renderRoot.querySelector('input')

    if (input != null && input.value.trim() !== '') {
      this.actions.sendMessage(input.value)
      input.value = ''
    }
  }
}

/** From left to right in any language: the host comes first */
function renderLink ({ href, words }: ChatLink): TemplateResult {
  return html`<a href=${href} dir="ltr" target="_blank" rel="noopener noreferrer nofollow">${words}</a>`
}

define('gc-chat', ChatElement)
