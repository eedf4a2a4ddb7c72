import { html, nothing } from 'lit'
import { icon } from './icons.ts'
import type { PanelInit } from './panels.ts'
import type { MenuControl } from '../model/toolbar-fit.ts'
import type { TemplateResult } from 'lit'

/** Shows the controls that aren't in the toolbar */
export function menu ({ menu, state: { self: { deafened }, unread }, text: { toolbar }, actions, close, chat, open }: PanelInit): TemplateResult {
  const item = (name: MenuControl): TemplateResult => {
    switch (name) {
      case 'chat':
        return html`<button @click=${() => {
          close()
          chat()
        }}>${icon('chat')} ${toolbar.chat}${unread === 0 ? nothing : html`<span class="hint">${toolbar.unread(unread)}</span>`}</button>`
      case 'deafen':
        return html`<button @click=${() => {
          actions.toggleDeafen()
          close()
        }}>${icon(deafened ? 'deaf' : 'ear')} ${deafened ? toolbar.undeafen : toolbar.deafen}</button>`
      default:
        return html`<button aria-haspopup="dialog" @click=${() => { open(name) }}>${icon(name)} ${toolbar[name]}</button>`
    }
  }

  return html`<ul class="menu">${menu.map(name => html`<li>${item(name)}</li>`)}</ul>`
}
