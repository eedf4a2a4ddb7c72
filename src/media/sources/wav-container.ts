import { AudioFileError } from '../errors.ts'

/**
 * Chunks before the audio: editors write a dozen. Each costs a read, and in a broken file
 * the next chunk may be the same
 */
const MAX_CHUNKS = 1_000

/** Bytes of a format chunk that matter: WAVEFORMATEXTENSIBLE */
const FORMAT_BYTES = 40

/** The smallest format chunk: WAVEFORMAT and the bits of a sample */
const MIN_FORMAT_BYTES = 16

/** Bytes of a `ds64` chunk that matter: the sizes of the file and of the audio */
const DS64_BYTES = 16

/** The size in RF64 that refers to the `ds64` chunk */
const IN_DS64 = 0xffffffff

/**
 * Sizes that programs write into a pipe, where they can't return to the header: ffmpeg
 * and most others, sox, GStreamer, arecord
 */
const UNKNOWN_SIZES = new Set([0xffffffff, 0x7ffff000, 0x7fffffff, 0x80000000])

/** The same with 64 bits: ffmpeg writes 2^63 - 1, others 2^64 - 1 */
const UNKNOWN_64 = 2 ** 62

/** Sony Wave64: chunks have GUIDs, whose first 4 bytes are the ids of RIFF in lower case */
const W64_RIFF = '72696666 2e91cf11 a5d628db 04c10000'.replaceAll(' ', '')

/** Bytes that can be read at any position, such as a file */
export interface ByteSource {
  /** In bytes */
  readonly size: number
  /** Returns `length` bytes from `at` on, or fewer at the end */
  read(at: number, length: number): Promise<Uint8Array>
}

/** Where the audio is */
export interface WavChunks {
  littleEndian: boolean
  /** The format chunk, at most 40 bytes of it */
  format: Uint8Array
  dataAt: number
  /** Bytes of audio that the file contains */
  dataBytes: number
  /** Bytes of audio that the header promises but the file lacks, or 0 */
  missingBytes: number
}

interface Container {
  littleEndian: boolean
  /** Whether ids have 16 bytes and sizes 8, which include both */
  wide: boolean
  /** Where the first chunk begins */
  firstChunkAt: number
  /** The size of the file, as its header says */
  claimedSize: number
}

/**
 * Finds the two chunks that matter; the rest of the file is ignored, and not read.
 *
 * @see {@link https://www.itu.int/rec/R-REC-BS.2088} for RF64 and BW64
 * @param source - of the file's bytes
 * @param path - the name of the file in errors
 * @param advice - what to do about another kind of file
 * @throws {AudioFileError}
 */
export async function findChunks (source: ByteSource, path: string, advice: string): Promise<WavChunks> {
  if (source.size === 0) {
    throw new AudioFileError(path, 'is empty: record it again')
  }

  const container = readContainer(await source.read(0, 40))

  if (container == null) {
    throw new AudioFileError(path, `isn't a WAV file: ${advice}`)
  }

  const { littleEndian, wide } = container
  const headBytes = wide ? 24 : 8
  let format: Uint8Array | undefined
  let longSize: number | undefined

  for (let at = container.firstChunkAt, count = 0; count < MAX_CHUNKS; count++) {
    const head = await source.read(at, headBytes)

    if (head.byteLength < headBytes) {
      break
    }

    const id = text(head, 0)
    const size = wide ? uint64(head, 16) - headBytes : view(head).getUint32(4, littleEndian)
    const bodyAt = at + headBytes

    if (id === 'ds64') {
      const body = await source.read(bodyAt, DS64_BYTES)
      longSize = body.byteLength === DS64_BYTES ? uint64(body, 8) : undefined
    } else if (id === 'fmt ') {
      format = await source.read(bodyAt, Math.max(0, Math.min(size, FORMAT_BYTES)))
    } else if (id === 'data') {
      if (format == null || format.byteLength < MIN_FORMAT_BYTES) {
        break
      }

      const claimed = size === IN_DS64 && longSize != null ? longSize : size
      const present = Math.max(0, source.size - bodyAt)
      const dataBytes = audioBytes({ claimed, present, fileSize: source.size, claimedFileSize: container.claimedSize, wide: wide || longSize != null })

      return { littleEndian, format, dataAt: bodyAt, dataBytes: Math.min(dataBytes, present), missingBytes: Math.max(0, dataBytes - present) }
    }

    at = wide ? bodyAt + Math.ceil(size / 8) * 8 : bodyAt + size + size % 2
  }

  throw new AudioFileError(path, `contains no ${format == null ? 'format' : 'audio'}, or is cut short: copy or save it again`)
}

export interface AudioSize {
  /** Bytes of audio, as the header says */
  claimed: number
  /** Bytes from the start of the audio to the end of the file */
  present: number
  fileSize: number
  /** The size of the file, as its header says */
  claimedFileSize: number
  /** Whether sizes have 64 bits */
  wide: boolean
}

/**
 * Returns how many bytes of audio a file should contain. A header that was never
 * completed, in a pipe or because a program crashed, doesn't say: then, everything up to
 * the end of the file is audio.
 */
export function audioBytes ({ claimed, present, fileSize, claimedFileSize, wide }: AudioSize): number {
  if (claimed <= 0) {
    // the header of a file that really is empty has the right size of the file
    return Math.abs(claimedFileSize - fileSize) <= 1 ? 0 : present
  }

  if (wide) {
    return claimed >= UNKNOWN_64 ? present : claimed
  }

  // 32 bits aren't enough for this file
  return (UNKNOWN_SIZES.has(claimed) && claimed > present) || fileSize > 2 ** 32 ? present : claimed
}

function readContainer (start: Uint8Array): Container | undefined {
  const id = start.byteLength < 12 ? '' : text(start, 0)

  if (['RIFF', 'RIFX', 'RF64', 'BW64'].includes(id) && text(start, 8) === 'WAVE') {
    const littleEndian = id !== 'RIFX'

    return { littleEndian, wide: false, firstChunkAt: 12, claimedSize: view(start).getUint32(4, littleEndian) + 8 }
  }

  if (start.byteLength >= 40 && Buffer.from(start.subarray(0, 16)).toString('hex') === W64_RIFF && text(start, 24) === 'wave') {
    return { littleEndian: true, wide: true, firstChunkAt: 40, claimedSize: uint64(start, 16) }
  }
}

function text (bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4))
}

/** Sizes above 2^53 lose their last bits, but no file is that large */
function uint64 (bytes: Uint8Array, at: number): number {
  return Number(view(bytes).getBigUint64(at, true))
}

function view (bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
