/** What a key does in a call. `talk` and `hush` last while the key is held */
export type KeyAction = 'mute' | 'talk' | 'hush' | 'deafen' | 'hand' | 'react' | 'chat' | 'leave' | 'help'

/** Keys in lower case, as in `KeyboardEvent.key` */
export type KeyBindings = Record<KeyAction, string>

export const DEFAULT_KEYS: KeyBindings = { mute: 'm', talk: ' ', hush: 'x', deafen: 'd', hand: 'h', react: 'r', chat: 'c', leave: 'l', help: '?' }

/** Returns whether a key can be chosen: a character or a function key. Others move the focus, close or press things */
export function isBindable (key: string): boolean {
  return /^(.|f\d\d?)$/iu.test(key)
}

/** Binds a key to an action; an action that had it gets the other key */
export function rebind (keys: KeyBindings, action: KeyAction, key: string): KeyBindings {
  const chosen = key.toLowerCase()
  const entries = Object.entries(keys).map(([other, bound]) => [other, bound === chosen ? keys[action] : bound])

  return { ...Object.fromEntries(entries) as KeyBindings, [action]: chosen }
}

/** Returns the keys among stored values, which another version may have written, and the usual ones instead of the others */
export function readKeys (stored: object): KeyBindings {
  return Object.entries(stored)
    .filter(([action, key]) => Object.hasOwn(DEFAULT_KEYS, action) && typeof key === 'string' && isBindable(key))
    .reduce((keys, [action, key]) => rebind(keys, action as KeyAction, key), DEFAULT_KEYS)
}
