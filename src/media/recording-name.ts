/** Code points of a name that go into a file name; file systems allow 255 bytes, and each takes up to 4 */
const MAX_NAME = 40

/** Digits of a public key, to distinguish participants with the same name */
const KEY_DIGITS = 8

/**
 * Returns a file name without its extension, such as `alice-1a2b3c4d`, for the
 * recording of a participant. Only letters, marks, digits, `-` and `_` of the name
 * remain, so that it can't leave the folder, look like an option or be hidden; with
 * the key, it can't be a name reserved by Windows.
 *
 * @param name - as chosen by the participant, so it may be anything
 * @param key - the participant's public key in hex
 */
export function recordingName (name: string, key: string): string {
  const safeName = clean(name)
  const safeKey = [...clean(key)].slice(0, KEY_DIGITS).join('')

  return `${safeName === '' ? 'participant' : safeName}-${safeKey === '' ? 'unknown' : safeKey}`
}

function clean (text: string): string {
  const dashed = text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}_]+/gu, '-')

  // cut by code points, and don't start with a mark or dash, nor end with a dash
  return [...dashed.replace(/^[-\p{M}]+/u, '')].slice(0, MAX_NAME).join('').replace(/-+$/, '')
}
