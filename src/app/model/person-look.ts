const segmenter = new Intl.Segmenter()

/** Returns the first letters of the first and the last word of a name, in upper case; empty for an empty name */
export function initials (name: string): string {
  const words = name.split(/[\s\-_.]+/u).filter(word => word !== '')
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words

  return chosen.map(firstLetter).join('').toUpperCase()
}

/** Returns the hue of a person, in degrees: the same on every screen, because it comes from their key */
export function hueOf (publicKey: string): number {
  const digits = Number.parseInt(publicKey.slice(0, 6), 16)

  return Number.isNaN(digits) ? 0 : digits % 360
}

/** Not half an emoji */
function firstLetter (word: string): string {
  return [...segmenter.segment(word)][0]?.segment ?? ''
}
