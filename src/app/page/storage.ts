/** A group, stored as a link; as secret as its invite */
export interface KnownGroup {
  name: string
  /** The fragment of its invite, after the `#` */
  fragment: string
}

const KEYS = { name: 'groupcall-name', groups: 'groupcall-groups', language: 'groupcall-language', theme: 'groupcall-theme', inCall: 'groupcall-in-call' }

/** What the page stores besides the identity. A browser that stores nothing behaves like a new one */
export const storage = {
  get name (): string {
    return read('localStorage', KEYS.name)
  },
  set name (name: string) {
    write('localStorage', KEYS.name, name)
  },
  get language (): string {
    return read('localStorage', KEYS.language)
  },
  set language (language: string) {
    write('localStorage', KEYS.language, language)
  },
  get theme (): string {
    return read('localStorage', KEYS.theme)
  },
  set theme (theme: string) {
    write('localStorage', KEYS.theme, theme)
  },
  /** The fragment of this tab's call, which continues after a reload */
  get inCall (): string {
    return read('sessionStorage', KEYS.inCall)
  },
  set inCall (fragment: string) {
    write('sessionStorage', KEYS.inCall, fragment)
  },
  /** Groups stored as links, by earlier versions; `keptGroups` moves them */
  get groups (): KnownGroup[] {
    try {
      const groups = JSON.parse(read('localStorage', KEYS.groups))

      return Array.isArray(groups) ? groups.filter(group => typeof group?.name === 'string' && typeof group?.fragment === 'string') : []
    } catch {
      return []
    }
  },
  forgetGroup (fragment: string): void {
    write('localStorage', KEYS.groups, JSON.stringify(storage.groups.filter(group => group.fragment !== fragment)))
  }
}

/** The storages by name: where the user has blocked site data, merely naming one throws */
type StorageName = 'localStorage' | 'sessionStorage'

function read (from: StorageName, key: string): string {
  try {
    return window[from].getItem(key) ?? ''
  } catch {
    return ''
  }
}

function write (to: StorageName, key: string, value: string): void {
  try {
    window[to].setItem(key, value)
  } catch {
    // blocked, or no room: the user is asked again next time
  }
}
