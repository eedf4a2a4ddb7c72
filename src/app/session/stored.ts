/** Returns an object that this browser has stored; an empty one if it has none, or stores nothing */
export function loadStored<Value extends object> (key: string): Partial<Value> {
  try {
    return { ...JSON.parse(localStorage.getItem(key) ?? '{}') }
  } catch {
    // private browsing, or not our format: use the defaults
    return {}
  }
}

export function saveStored (key: string, value: object): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // the user has to choose again next time
  }
}
