/**
 * Returns the fragment of an invite, from a link or from pasted text; empty if there is
 * none
 */
export function fragmentOf (link: string): string {
  const text = link.trim()
  const fragment = text.slice(text.indexOf('#') + 1)

  return /^[A-Za-z0-9_-]{16,}$/.test(fragment) ? fragment : ''
}
