import { css, html } from 'lit'
import { icon } from './icons.ts'
import { PANELS } from './panels.ts'
import { drawQrCode } from './qr-view.ts'
import { define, keepModal, View } from './view.ts'
import type { PanelName } from './panels.ts'
import type { CSSResultGroup, PropertyDeclarations, PropertyValues, TemplateResult } from 'lit'

/** A dialog over the call; dispatches `close` when the user is done with it */
export class PanelElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, name: {}, subject: {}, code: { state: true }, copied: { state: true } }
  static styles: CSSResultGroup = [View.styles, css`
    .done { display: flex; align-items: center; gap: 0.5rem; }
    .done svg { color: var(--gc-good); }
    .qr { justify-self: center; width: min(18rem, 100%); background: #fff; border-radius: 0.625rem; padding: 0.25rem; }
    .safety { font-size: clamp(1.25rem, 6vw, 1.75rem); display: grid; grid-template-columns: repeat(2, max-content); gap: 0.5rem 1.25rem; justify-content: center; }
    .reactions { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 0.5rem; }
    .reactions button { width: 100%; font-size: 1.375rem; }
    .scroll { overflow: auto; }
    table { border-collapse: collapse; }
    th, td { padding: 0.375rem 0.625rem; text-align: start; font-weight: 400; border-block-end: 1px solid var(--gc-raised); max-width: 9rem; overflow-wrap: anywhere; }
    th { font-weight: 600; }
    th bdi { overflow-wrap: break-word; }
    td { text-align: center; }
    td:first-child { text-align: start; }
    @media (max-width: 40rem) {
      th, td { padding: 0.375rem 0.25rem; max-width: 6rem; }
      thead th { writing-mode: vertical-rl; rotate: 180deg; text-align: start; max-width: none; max-height: 8rem; overflow: hidden; border: none; }
    }
    td.bad { color: var(--gc-danger); font-weight: 600; }
  `]

  declare name: PanelName
  /** Public key of the person that it is about, if any */
  declare subject: string | undefined
  declare code: TemplateResult | undefined
  declare copied: boolean

  private drawn = ''

  constructor () {
    super()

    this.copied = false
  }

  render (): TemplateResult {
    const { actions, code, copied, state, subject, text, theme } = this
    const title = { settings: text.settings.title, react: text.react.title, invite: text.invite.title, members: text.members.title, safety: text.safety.title, matrix: text.matrix.title, help: text.help.title, verify: text.verify.title }[this.name]

    return html`
      <dialog aria-labelledby="title" @close=${this.onClose} @click=${this.onBackdrop}>
        <header>
          <h2 id="title">${title}</h2>
          <button class="icon" aria-label=${text.close} @click=${() => { this.dialog?.close() }}>${icon('close')}</button>
        </header>
        <div>${PANELS[this.name]({ state, actions, text, theme, subject, code, copied, copy: () => { this.copy() }, close: () => { this.dialog?.close() } })}</div>
      </dialog>
    `
  }

  firstUpdated (): void {
    this.dialog?.showModal()
  }

  updated (changed: PropertyValues<this>): void {
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
