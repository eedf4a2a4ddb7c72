/** Longest name of a person or group that the library accepts, in bytes of UTF-8 */
const MAX_BYTES = 64

/**
 * Returns a name that the library accepts: trimmed, without invisible characters, and
 * shortened if it is too long
 */
export function fitName (text: string): string {
  const encoder = new TextEncoder()
  let name = ''
  let bytes = 0

  // grapheme by grapheme
  for (const { segment } of new Intl.Segmenter().segment(text.replace(/\p{Cc}|\p{Cs}|[\u202a-\u202e\u2066-\u2069]/gu, '').trim())) {
    bytes += encoder.encode(segment).byteLength

    if (bytes > MAX_BYTES) {
      break
    }

    name += segment
  }

  return name.trim()
}
