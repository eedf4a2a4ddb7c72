/** Longest name of a person or group that the library accepts, in bytes of UTF-8 */
const MAX_BYTES = 64

/** A character that takes room on a screen, as in the library, which is loaded later */
const VISIBLE = /[^\p{Z}\p{M}\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}\u2800]/u

/**
 * Returns a name that the library accepts: trimmed, without control characters, and
 * shortened if it is too long. It is empty if nothing of it can be seen
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

  return VISIBLE.test(name) ? name.trim() : ''
}
