/** What a key does in the call */
export type KeyAction = 'mute' | 'talk' | 'deafen' | 'chat' | 'leave' | 'help'

/** Where the focus is: in a field that takes text, on something that Space presses, or elsewhere */
export type KeyTarget = 'text' | 'control' | 'other'

const ACTIONS: Record<string, KeyAction> = { m: 'mute', d: 'deafen', c: 'chat', l: 'leave', '?': 'help', ' ': 'talk' }

/**
 * Returns what a pressed key does. With a modifier it belongs to the browser, in a text
 * field it is text, and Space presses the focused button.
 */
export function keyAction (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>, target: KeyTarget): KeyAction | undefined {
  const action = ACTIONS[event.key.toLowerCase()]

  if (event.ctrlKey || event.altKey || event.metaKey || target === 'text' || (action === 'talk' && target === 'control')) {
    return undefined
  }

  return action
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
