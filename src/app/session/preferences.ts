import { DEFAULT_KEYS, readKeys } from '../model/key-bindings.ts'
import { loadStored, saveStored } from './stored.ts'
import type { PreferencesState } from '../model/state.ts'

const STORAGE_KEY = 'groupcall-preferences'

const DEFAULTS: PreferencesState = { sounds: true, notifications: false, keys: DEFAULT_KEYS }

/** What the user prefers in all calls; stored in this browser */
export class Preferences {
  private readonly onChange: () => void
  private current = DEFAULTS

  constructor (onChange: () => void) {
    this.onChange = onChange
    const stored = { ...DEFAULTS, ...usable(loadStored(STORAGE_KEY)) }
    this.current = { ...stored, keys: readKeys(stored.keys) }
  }

  get state (): PreferencesState {
    return this.current
  }

  choose (choice: Partial<PreferencesState>): void {
    this.current = { ...this.current, ...choice }
    saveStored(STORAGE_KEY, this.current)
    this.onChange()
  }
}

/** Keeps those values whose type is right: another version may have written others */
function usable (stored: Partial<PreferencesState>): Partial<PreferencesState> {
  return Object.fromEntries(Object.entries(DEFAULTS).flatMap(([name, value]) => {
    const found = stored[name as keyof PreferencesState]

    return found != null && typeof found === typeof value ? [[name, found]] : []
  }))
}
