/** A part of a text that leads to a page */
export interface ChatLink {
  href: string
  /** What the user sees */
  words: string
}

/** An address up to a space, or to a character that can't be seen or changes the direction of those behind it */
const ADDRESS = /https?:\/\/[^\s<>"\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]+/giu

/** Marks that end a sentence rather than an address */
const SENTENCE_END = /[.,:;!?'…»”’]+$/u

/** What a user takes for the host */
const HOST = /^https?:\/\/([^/?#\\]*)/i

/** Returns a text in parts: plain ones, and links to web pages, which show where they lead */
export function chatParts (text: string): Array<string | ChatLink> {
  const parts: Array<string | ChatLink> = []
  let end = 0

  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = withoutEnd(found)
    const link = linkTo(address)

    if (link != null) {
      parts.push(text.slice(end, index), link)
      end = index + address.length
    }
  }

  return [...parts, text.slice(end)].filter(part => part !== '')
}

/** Leaves out the end of the sentence that an address is in, and brackets around it */
function withoutEnd (address: string): string {
  const shorter = address.replace(SENTENCE_END, '')
  const surplus = shorter.split(')').length - shorter.split('(').length

  return surplus > 0 ? shorter.replace(new RegExp(`\\){1,${surplus}}$`), '').replace(SENTENCE_END, '') : shorter
}

/** Returns a link, unless the address has a user name, which could pose as the host */
function linkTo (address: string): ChatLink | undefined {
  if (!URL.canParse(address)) {
    return
  }

  const { host, href, password, username } = new URL(address)

  if (username !== '' || password !== '') {
    return
  }

  // a host in letters that look like others is shown in the ASCII that the browser makes of it
  return { href, words: HOST.exec(address)?.[1].toLowerCase() === host ? address : href }
}
