import { LitElement } from 'lit'
import { controls } from '../style/controls.ts'
import { tokens } from '../style/tokens.ts'
import { personName } from '../text/person-name.ts'
import type { CallScreenActions, CallScreenState } from '../model/state.ts'
import type { Text } from '../text/text.ts'
import type { CSSResultGroup, PropertyDeclarations } from 'lit'

/** Digits of a public key on a screen, as in the library's `shortKey`, which isn't loaded for this */
const SHORT_KEY_LENGTH = 8

/** A part of the call's screen, which renders the state and dispatches the user's actions */
export abstract class View extends LitElement {
  static properties: PropertyDeclarations = {
    state: { attribute: false },
    actions: { attribute: false },
    text: { attribute: false },
    theme: { reflect: true }
  }

  static styles: CSSResultGroup = [tokens, controls]

  declare state: CallScreenState
  declare actions: CallScreenActions
  declare text: Text
  declare theme: string

  /** Returns a person's name, or a replacement if it is empty */
  protected nameOf (name: string): string {
    return personName(name, this.text)
  }
}

/**
 * Makes an open dialog modal again: a browser makes it an ordinary box when the page moves
 * the element that it is in
 */
export function keepModal (dialog: HTMLDialogElement | null): void {
  if (dialog?.open === true && !dialog.matches(':modal')) {
    dialog.open = false
    dialog.showModal()
  }
}

export function shortKey (publicKey: string): string {
  return publicKey.slice(0, SHORT_KEY_LENGTH)
}

/** A page may load the element twice */
export function define (name: string, constructor: CustomElementConstructor): void {
  if (customElements.get(name) == null) {
    customElements.define(name, constructor)
  }
}
