/** As long as the library lets a name of a person or a group be, in bytes of UTF-8 */
const MAX_BYTES = 64

/**
 * A name that the library takes: without white space around it, without characters
 * that cannot be shown, and cut where it becomes too long
 */
export function fitName (text: string): string {
  const encoder = new TextEncoder()
  let name = ''
  let bytes = 0

  // by what a reader sees as one character
  for (const { segment } of new Intl.Segmenter().segment(text.replace(/\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/gu, '').trim())) {
    bytes += encoder.encode(segment).byteLength

    if (bytes > MAX_BYTES) {
      break
    }

    name += segment
  }

  return name.trim()
}
