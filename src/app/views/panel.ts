import { html } from 'lit'
import { personName } from '../text/person-name.ts'
import { avatarStyle } from './avatar.ts'
import { icon } from './icons.ts'
import { panelStyle } from './panel-style.ts'
import { PANELS } from './panels.ts'
import { drawQrCode } from './qr-view.ts'
import { define, keepModal, View } from './view.ts'
import type { PanelName } from './panels.ts'
import type { MenuControl } from '../model/toolbar-fit.ts'
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/** A dialog over the call; dispatches `panel` when the user goes on to another, `chat`, and `close` when the user is done */
export class PanelElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, name: { reflect: true }, subject: {}, menu: { attribute: false }, code: { state: true }, copied: { state: true } }
  static styles: CSSResultGroup = [View.styles, avatarStyle, panelStyle]

  declare name: PanelName
  /** Public key of the person that it is about, if any */
  declare subject: string | undefined
  /** The controls that aren't in the toolbar */
  declare menu: readonly MenuControl[]
  declare code: TemplateResult | undefined
  declare copied: boolean

  private drawn = ''

  constructor () {
    super()

    this.copied = false
  }

  render (): TemplateResult {
    const { actions, code, copied, menu, state, subject, text, theme } = this
    const init = { state, actions, text, theme, subject, menu, code, copied, copy: () => { this.copy() }, close: () => { this.dialog?.close() }, open: (name: PanelName) => { this.open(name) }, chat: () => { this.dispatchEvent(new CustomEvent('chat')) } }

    return html`
      <dialog aria-labelledby="title" @close=${this.onClose} @click=${this.onBackdrop}>
        <header>
          <h2 id="title" tabindex="-1" autofocus>${this.heading}</h2>
          <button class="icon" aria-label=${text.close} @click=${() => { this.dialog?.close() }}>${icon('close')}</button>
        </header>
        <div>${PANELS[this.name](init)}</div>
      </dialog>
    `
  }

  firstUpdated (): void {
    this.dialog?.showModal()
  }

  updated (changed: PropertyValues<this>): void {
    // what had the focus is gone
    if (changed.get('name') != null) {
      this.renderRoot.querySelector<HTMLElement>('#title')?.focus()
    }

    const { invite, reach } = this.state.group

    if (this.name === 'invite' && changed.has('state') && invite !== '' && reach !== 'bare' && invite !== this.drawn) {
      this.drawn = invite
      this.copied = false
      drawQrCode(invite).then(code => {
        if (this.drawn === invite) {
          this.code = code
        }
      }, () => {
        // too long for a code, or the encoder didn't load: the link is enough
      })
    }
  }

  connectedCallback (): void {
    super.connectedCallback()
    keepModal(this.dialog)
  }

  private get dialog (): HTMLDialogElement | null {
    // there is none before the first update
    return this.renderRoot?.querySelector('dialog') ?? null
  }

  private get heading (): string {
    const { name, state: { participants }, subject, text } = this

    return name === 'person'
      ? personName(participants.find(({ publicKey }) => publicKey === subject)?.name ?? '', text)
      : text[name].title
  }

  private open (name: PanelName): void {
    this.dispatchEvent(new CustomEvent('panel', { detail: name }))
  }

  private onClose (): void {
    this.dispatchEvent(new CustomEvent('close'))
  }

  private onBackdrop ({ target }: Event): void {
    // a click on the dialog itself is on its backdrop, or on its padding, which nobody aims at
    if (target === this.dialog && !this.dialog?.matches(':has(:focus)')) {
      this.dialog?.close()
    }
  }

  private copy (): void {
    writeClipboard(this.state.group.invite).then(() => { this.copied = true }, () => {
      // no permission, or a frame without one: select it, so that the user can copy it by keyboard
      this.renderRoot.querySelector<HTMLInputElement>('#link')?.select()
    })
  }
}

/** Rejects where the browser gives a page no clipboard */
async function writeClipboard (text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}

define('gc-panel', PanelElement)
