import { css, html } from 'lit'
import { DEFAULT_KEYS, isBindable, rebind } from '../model/key-bindings.ts'
import { keyName } from '../text/key-name.ts'
import { define, View } from './view.ts'
import type { KeyAction } from '../model/key-bindings.ts'
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit'

/** Shows what each key does. A button for each lets the user choose another one */
export class KeysElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, changing: { state: true } }
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: grid; gap: 0.75rem; }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 0.25rem 1rem; align-items: center; margin: 0; }
    dd { margin: 0; }
    dt button { width: 100%; border-color: var(--gc-line); border-radius: 0.375rem; }
  `]

  /** The action whose next key is being waited for */
  declare changing: KeyAction | undefined

  render (): TemplateResult {
    const { text, state: { preferences: { keys } } } = this
    const { help } = text

    return html`
      <p class="hint">${help.hint}</p>
      <dl>
        ${(Object.keys(keys) as KeyAction[]).map(action => {
          const label = keyName(keys[action], text)

          return html`
            <dt><button id=${action} aria-label="${help.keys[action]}: ${label}" @click=${() => { this.changing = action }} @keydown=${this.onKey} @blur=${this.onBlur}>${this.changing === action ? help.press : label}</button></dt>
            <dd>${help.keys[action]}</dd>
          `
        })}
      </dl>
      <p class="hidden" role="status">${this.changing == null ? '' : help.press}</p>
      <button @click=${() => { this.actions.setPreferences({ keys: DEFAULT_KEYS }) }}>${help.reset}</button>
    `
  }

  updated (): void {
    // buttons that are pressed with a pointer lose the focus
    if (this.changing != null) {
      this.renderRoot.querySelector<HTMLElement>(`#${this.changing}`)?.focus()
    }
  }

  private onKey (event: KeyboardEvent): void {
    const { changing } = this

    if (changing == null || event.key === 'Tab') {
      return
    }

    // it means nothing else meanwhile: neither the dialog nor the call gets it
    event.preventDefault()

    if (event.key === 'Escape') {
      this.changing = undefined
    } else if (isBindable(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      this.changing = undefined
      this.actions.setPreferences({ keys: rebind(this.state.preferences.keys, changing, event.key) })
    }
  }

  private onBlur (): void {
    this.changing = undefined
  }
}

define('gc-keys', KeysElement)
