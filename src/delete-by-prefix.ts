/** Deletes all entries of a map or set whose keys begin with a prefix */
export function deleteByPrefix (entries: Map<string, unknown> | Set<string>, prefix: string): void {
  for (const key of entries.keys()) {
    if (key.startsWith(prefix)) {
      entries.delete(key)
    }
  }
}
