/**
 * Defines `<group-call>`: load this file in any page to use it there
 */

import { GroupCallElement } from './group-call-element.ts'

// a page may load it twice
if (customElements.get('group-call') == null) {
  customElements.define('group-call', GroupCallElement)
}

declare global {
  interface HTMLElementTagNameMap {
    'group-call': GroupCallElement
  }
}

export { GroupCallElement }
export type { GroupCallElementEvents } from './group-call-element.ts'
export type { CallScreenState } from '../model/state.ts'
