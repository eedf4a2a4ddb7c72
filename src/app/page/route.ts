/**
 * What stands behind the `#` of a link, or what was pasted: an invite's fragment,
 * or nothing
 */
export function fragmentOf (link: string): string {
  const text = link.trim()
  const fragment = text.slice(text.indexOf('#') + 1)

  return /^[A-Za-z0-9_-]{16,}$/.test(fragment) ? fragment : ''
}
