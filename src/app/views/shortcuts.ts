import { DEFAULT_KEYS } from '../model/key-bindings.ts'
import type { KeyAction, KeyBindings } from '../model/key-bindings.ts'

/** Where the focus is: in a field that takes text, on something that Space presses, or elsewhere */
export type KeyTarget = 'text' | 'control' | 'other'

/**
 * Returns what a pressed key does. With a modifier it belongs to the browser, in a text
 * field it is text, and Space presses the focused button.
 */
export function keyAction (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>, target: KeyTarget, keys: KeyBindings = DEFAULT_KEYS): KeyAction | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || target === 'text' || (event.key === ' ' && target === 'control')) {
    return undefined
  }

  return boundTo(event.key, keys)
}

/** Returns what a key is for, whatever has the focus */
export function boundTo (key: string, keys: KeyBindings): KeyAction | undefined {
  return (Object.keys(keys) as KeyAction[]).find(action => keys[action] === key.toLowerCase())
}

/** Classifies the innermost target of an event, through open shadow roots */
export function keyTarget (event: Event): KeyTarget {
  const [element] = event.composedPath()

  if (!(element instanceof HTMLElement)) {
    return 'other'
  }

  if (element.isContentEditable || element.matches('textarea, select, input:not([type=checkbox], [type=range], [type=radio], [type=button], [type=submit])')) {
    return 'text'
  }

  // Space does nothing to a slider
  return element.matches('button, summary, a[href], input:not([type=range])') ? 'control' : 'other'
}

/**
 * Takes the focus from a button that was pressed with a pointer: Space would press it
 * again instead of unmuting. Keyboard users keep their place.
 */
export function releaseFocus (event: MouseEvent): void {
  const byKey = event.detail === 0

  if (!byKey) {
    event.composedPath().filter(target => target instanceof HTMLElement && target.matches('button, summary'))
      .forEach(target => { (target as HTMLElement).blur() })
  }
}
