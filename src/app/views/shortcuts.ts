/** What a key does in the call */
export type KeyAction = 'mute' | 'talk' | 'deafen' | 'chat' | 'leave' | 'help'

/** Where the focus is: in a field that takes text, on something that Space presses, or elsewhere */
export type KeyTarget = 'text' | 'control' | 'other'

const ACTIONS: Record<string, KeyAction> = { m: 'mute', d: 'deafen', c: 'chat', l: 'leave', '?': 'help', ' ': 'talk' }

/**
 * What a pressed key means. With a modifier it is the browser's, in a text field
 * it is text, and Space presses the button that has the focus.
 */
export function keyAction (event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>, target: KeyTarget): KeyAction | undefined {
  const action = ACTIONS[event.key.toLowerCase()]

  if (event.ctrlKey || event.altKey || event.metaKey || target === 'text' || (action === 'talk' && target === 'control')) {
    return undefined
  }

  return action
}

/** The innermost element that an event is of, through open shadow roots */
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
 * A button that was pressed by a pointer lets go of the focus, or Space would press
 * it again where somebody wants to talk. Who goes by keys keeps their place
 */
export function releaseFocus (event: MouseEvent): void {
  const byKey = event.detail === 0

  if (!byKey) {
    event.composedPath().filter(target => target instanceof HTMLElement && target.matches('button, summary'))
      .forEach(target => { (target as HTMLElement).blur() })
  }
}
