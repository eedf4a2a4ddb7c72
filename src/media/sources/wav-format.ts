import wavefile from 'wavefile'
import { AudioFileError } from '../errors.ts'
import { toInt16 } from '../frame.ts'

/** Sample rates in use, in Hz; with any other, the header is broken */
const MIN_RATE = 1_000
const MAX_RATE = 768_000

/** Channels: with more, the header is broken */
const MAX_CHANNELS = 32

/** Says that the actual tag is at the start of the sub-format's GUID */
const EXTENSIBLE = 0xfffe

/** The GUIDs of sub-formats that have a tag consist of the tag, in 4 bytes, and this */
const TAG_GUID = '00001000800000aa00389b71'

/** Where that GUID is in a format chunk, and where it ends */
const GUID_AT = 24
const GUID_END = 40

/** Returns the sample at a position, between -1 and 1 */
type ReadSample = (view: DataView, at: number, littleEndian: boolean) => number

/** Formats by `wFormatTag`, and how a sample of each size in bits is read (RFC 2361) */
const FORMATS: Record<number, { name: string, samples: Record<number, ReadSample> }> = {
  0x0001: {
    name: 'PCM',
    samples: {
      8: (view, at) => (view.getUint8(at) - 2 ** 7) / 2 ** 7,
      16: (view, at, littleEndian) => view.getInt16(at, littleEndian) / 2 ** 15,
      24: (view, at, littleEndian) => (littleEndian
        ? view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16
        : view.getInt16(at, false) * 2 ** 8 + view.getUint8(at + 2)) / 2 ** 23,
      32: (view, at, littleEndian) => view.getInt32(at, littleEndian) / 2 ** 31
    }
  },
  0x0003: {
    name: 'float',
    samples: {
      32: (view, at, littleEndian) => view.getFloat32(at, littleEndian),
      64: (view, at, littleEndian) => view.getFloat64(at, littleEndian)
    }
  },
  0x0006: { name: 'A-law', samples: { 8: readExpanded('8a') } },
  0x0007: { name: 'mu-law', samples: { 8: readExpanded('8m') } }
}

/** How the audio of a file is stored */
export interface WavFormat {
  channels: number
  /** In Hz */
  sampleRate: number
  /** Bytes of a sample of each channel */
  frameBytes: number
  littleEndian: boolean
  read: ReadSample
}

/**
 * Reads a format chunk
 *
 * @param chunk - at least 16 bytes
 * @param littleEndian - how its numbers, and the samples, are stored
 * @param path - the name of the file in errors
 * @param advice - what to do about a format that isn't supported
 * @throws {AudioFileError}
 */
export function readFormat (chunk: Uint8Array, littleEndian: boolean, path: string, advice: string): WavFormat {
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  const channels = view.getUint16(2, littleEndian)
  const sampleRate = view.getUint32(4, littleEndian)
  const blockBytes = view.getUint16(12, littleEndian)
  const bits = view.getUint16(14, littleEndian)
  const tag = formatTag(view, littleEndian)
  const format = FORMATS[tag]
  const read = format?.samples[bits]

  if (read == null) {
    throw new AudioFileError(path, `its encoding (${format?.name ?? `format ${tag}`}, ${bits} bits) isn't supported: ${advice}`)
  }

  if (!(sampleRate >= MIN_RATE && sampleRate <= MAX_RATE)) {
    throw new AudioFileError(path, `claims a sample rate of ${sampleRate} Hz, so its header is broken: save it again`)
  }

  if (!(channels >= 1 && channels <= MAX_CHANNELS)) {
    throw new AudioFileError(path, `claims ${channels} channels, so its header is broken: save it again`)
  }

  const frameBytes = channels * bits / 8

  // read at the wrong positions, samples are noise
  if (blockBytes !== 0 && blockBytes !== frameBytes) {
    throw new AudioFileError(path, `stores ${channels} samples of ${bits} bits in ${blockBytes} bytes, which isn't supported: ${advice}`)
  }

  return { channels, sampleRate, frameBytes, littleEndian, read }
}

/**
 * Decodes samples, whose channels are averaged
 *
 * @param bytes - whole frames
 * @returns 16-bit mono
 */
export function decodeFrames (bytes: Uint8Array, { channels, frameBytes, littleEndian, read }: WavFormat): Int16Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const mono = new Int16Array(Math.floor(bytes.byteLength / frameBytes))
  const sampleBytes = frameBytes / channels

  for (let i = 0, at = 0; i < mono.length; i++) {
    let sum = 0

    for (let c = 0; c < channels; c++, at += sampleBytes) {
      sum += read(view, at, littleEndian)
    }

    // a float file may contain NaN
    mono[i] = Number.isFinite(sum) ? toInt16(sum / channels) : 0
  }

  return mono
}

/** Returns `wFormatTag`, or the tag of the sub-format unless its GUID has none */
function formatTag (view: DataView, littleEndian: boolean): number {
  const tag = view.getUint16(0, littleEndian)

  if (tag !== EXTENSIBLE || view.byteLength < GUID_END) {
    return tag
  }

  const guid = Buffer.from(view.buffer, view.byteOffset + GUID_AT, GUID_END - GUID_AT).toString('hex')

  return guid.endsWith(TAG_GUID) ? view.getUint32(GUID_AT, littleEndian) : tag
}

/** Returns a function that looks samples up in the library's table */
function readExpanded (encoding: '8a' | '8m'): ReadSample {
  let table: Int16Array | undefined

  return (view, at) => {
    table ??= expand(encoding)

    return table[view.getUint8(at)] / 2 ** 15
  }
}

/** Lets the library expand all 256 samples */
function expand (encoding: '8a' | '8m'): Int16Array {
  const wav = new wavefile.WaveFile()

  wav.fromScratch(1, 8_000, encoding, Uint8Array.from({ length: 256 }, (_, i) => i))
  encoding === '8a' ? wav.fromALaw() : wav.fromMuLaw()

  return Int16Array.from(wav.getSamples(true, Int16Array as any) as unknown as ArrayLike<number>)
}
