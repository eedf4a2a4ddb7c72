/** Bytes that {@link fileKind} needs */
export const SIGNATURE_BYTES = 12

/**
 * What audio files begin with, or have at another position. Raw samples begin with the
 * same 4 bytes by chance once in four billion times.
 */
const SIGNATURES: Array<[kind: string, text: string, at?: number]> = [
  ['a WAV file', 'RIFF'],
  ['a WAV file', 'RIFX'],
  ['a WAV file', 'RF64'],
  ['a WAV file', 'BW64'],
  ['a W64 file', 'riff\x2e\x91\xcf\x11'],
  // a tag, whose version follows
  ['an MP3 file', 'ID3\x02'],
  ['an MP3 file', 'ID3\x03'],
  ['an MP3 file', 'ID3\x04'],
  ['an Ogg file', 'OggS'],
  ['a FLAC file', 'fLaC'],
  ['an AIFF file', 'AIFF', 8],
  ['an AIFF file', 'AIFC', 8],
  ['a CAF file', 'caff'],
  ['a WebM or Matroska file', '\x1a\x45\xdf\xa3'],
  ['an MP4 file', 'ftyp', 4]
]

/** Returns what kind of file begins with these bytes, in words, or `undefined` for raw samples */
export function fileKind (bytes: Uint8Array): string | undefined {
  const start = String.fromCharCode(...bytes.subarray(0, SIGNATURE_BYTES))

  return SIGNATURES.find(([, text, at = 0]) => start.startsWith(text, at))?.[0]
}
