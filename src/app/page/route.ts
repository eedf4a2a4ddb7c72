/**
 * Returns the fragment of a link that nothing was added to; else it is empty, and the
 * text may still contain an invite. The page opens such a link before the library has
 * loaded, which then checks it.
 */
export function fragmentOf (link: string): string {
  const text = link.trim()
  const fragment = text.slice(text.indexOf('#') + 1)

  return /^[A-Za-z0-9_-]{16,}$/.test(fragment) ? fragment : ''
}

/**
 * Returns the part of the page's address that may contain an invite; empty if nothing in
 * it was meant as one
 */
export function invitationIn (href: string): string {
  const [page, ...rest] = href.split('#')

  // some programs escape the # with the rest of a link
  return rest.length === 0 && page.includes('%23') ? page : rest.join('#')
}
