/** Code points of a name that go into a file's; file systems take 255 bytes, of which one takes up to 4 */
const MAX_NAME = 40

/** Digits of a public key that tell two of the same name apart */
const KEY_DIGITS = 8

/**
 * A file name without its ending, such as `alice-1a2b3c4d`, for the recording of
 * a participant. Only letters, marks, digits, `-` and `_` of a name remain, so
 * that it cannot lead out of a folder, be an option of a command or be hidden;
 * with the key it cannot be one that Windows keeps for itself.
 *
 * @param name - as the participant chose it: anything
 * @param key - the participant's public key in hex
 */
export function recordingName (name: string, key: string): string {
  const safeName = clean(name)
  const safeKey = [...clean(key)].slice(0, KEY_DIGITS).join('')

  return `${safeName === '' ? 'participant' : safeName}-${safeKey === '' ? 'unknown' : safeKey}`
}

function clean (text: string): string {
  const dashed = text.normalize('NFC').replace(/[^\p{L}\p{M}\p{N}_]+/gu, '-')

  // cut by code points, then take away what a mark or dash at either end would do
  return [...dashed.replace(/^[-\p{M}]+/u, '')].slice(0, MAX_NAME).join('').replace(/-+$/, '')
}
