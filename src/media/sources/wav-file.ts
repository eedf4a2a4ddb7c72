import { open } from 'node:fs/promises'
import wavefile from 'wavefile'
import { AudioFileError } from '../errors.ts'
import { toInt16 } from '../frame.ts'

/** In bytes: larger files are refused, because all of a file is held in memory */
export const MAX_FILE_BYTES = 200 * 1024 * 1024

/** In seconds: longer files are refused; half an hour is 173 MB at 48 kHz */
export const MAX_SECONDS = 30 * 60

/** Sample rates in use, in Hz; with any other, the header is broken */
const MIN_RATE = 1_000
const MAX_RATE = 768_000

/** Channels: with more, the header is broken */
const MAX_CHANNELS = 32

const CONVERT = 'convert it, for example with: sox FILE -b 16 -r 48000 -c 1 out.wav'

/** Formats that can be decoded by `wFormatTag`, and the bits per sample each may have (RFC 2361) */
const FORMATS: Record<number, { name: string, bits: number[] }> = {
  0x0001: { name: 'PCM', bits: [8, 16, 24, 32] },
  0x0003: { name: 'float', bits: [32, 64] },
  0x0006: { name: 'A-law', bits: [8] },
  0x0007: { name: 'mu-law', bits: [8] }
}

/** A format whose actual tag is at the start of the sub-format's GUID */
const EXTENSIBLE = 0xfffe

interface Chunks {
  littleEndian: boolean
  format: Uint8Array
  data: Uint8Array
}

/** Mono audio as stored in the file */
export interface WavSound {
  samples: Int16Array
  /** In Hz */
  sampleRate: number
}

/**
 * Reads a WAV file: PCM of 8 to 32 bits, float, A-law or mu-law, any rate; channels
 * are averaged
 *
 * @throws {AudioFileError}
 */
export async function readWavFile (path: string, options?: { signal?: AbortSignal }): Promise<WavSound> {
  return decodeWav(await readBounded(path, options?.signal), path)
}

async function readBounded (path: string, signal?: AbortSignal): Promise<Uint8Array> {
  let file

  try {
    file = await open(path, 'r')
    const stat = await file.stat()

    if (!stat.isFile()) {
      throw new AudioFileError(path, 'isn\'t a file: use a WAV file')
    }

    if (stat.size > MAX_FILE_BYTES) {
      throw new AudioFileError(path, `is too large (${Math.round(stat.size / 1024 / 1024)} MB, at most ${MAX_FILE_BYTES / 1024 / 1024} MB): trim it, or convert it to mono at 16 kHz`)
    }

    return await file.readFile({ signal })
  } catch (err: any) {
    if (err instanceof AudioFileError || err.name === 'AbortError') {
      throw err
    }

    const problem = err.code === 'ENOENT' ? 'no such file: check the path' : `can't be read (${err.code ?? err.message}): check its permissions`

    throw new AudioFileError(path, problem, { cause: err })
  } finally {
    await file?.close()
  }
}

/**
 * Decodes the bytes of a WAV file
 *
 * @param bytes - the whole file
 * @param path - the name of the file in errors
 * @throws {AudioFileError}
 */
export function decodeWav (bytes: Uint8Array, path: string): WavSound {
  const chunks = findChunks(bytes, path)
  const view = new DataView(chunks.format.buffer, chunks.format.byteOffset, chunks.format.byteLength)
  const le = chunks.littleEndian
  const tag = view.getUint16(0, le)
  const channels = view.getUint16(2, le)
  const sampleRate = view.getUint32(4, le)
  const bits = view.getUint16(14, le)
  const format = FORMATS[tag === EXTENSIBLE && view.byteLength >= 26 ? view.getUint16(24, le) : tag]

  if (format?.bits.includes(bits) !== true) {
    throw new AudioFileError(path, `its encoding (${format?.name ?? `format ${tag}`}, ${bits} bits) isn't supported: ${CONVERT}`)
  }

  if (!(sampleRate >= MIN_RATE && sampleRate <= MAX_RATE)) {
    throw new AudioFileError(path, `claims a sample rate of ${sampleRate} Hz, so its header is broken: save it again`)
  }

  if (!(channels >= 1 && channels <= MAX_CHANNELS)) {
    throw new AudioFileError(path, `claims ${channels} channels, so its header is broken: save it again`)
  }

  const frameBytes = channels * bits / 8
  const frames = Math.floor(chunks.data.byteLength / frameBytes)

  if (frames === 0) {
    throw new AudioFileError(path, 'contains no audio: record it again')
  }

  if (frames / sampleRate > MAX_SECONDS) {
    throw new AudioFileError(path, `is too long (${Math.round(frames / sampleRate / 60)} minutes, at most ${MAX_SECONDS / 60}): trim it`)
  }

  try {
    return { samples: decodeSamples(chunks, channels, frames * frameBytes), sampleRate }
  } catch (err: any) {
    throw new AudioFileError(path, `can't be decoded (${err.message}): ${CONVERT}`, { cause: err })
  }
}

/** Finds the two chunks that matter; the rest of the file is ignored */
function findChunks (bytes: Uint8Array, path: string): Chunks {
  if (bytes.byteLength === 0) {
    throw new AudioFileError(path, 'is empty: record it again')
  }

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = (at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4))
  const container = text(0)

  if ((container !== 'RIFF' && container !== 'RIFX') || text(8) !== 'WAVE') {
    throw new AudioFileError(path, `isn't a WAV file: ${CONVERT}`)
  }

  const littleEndian = container === 'RIFF'
  let format: Uint8Array | undefined

  for (let at = 12; at + 8 <= bytes.byteLength;) {
    const id = text(at)
    const size = view.getUint32(at + 4, littleEndian)
    const body = bytes.subarray(at + 8, at + 8 + size)

    if (id === 'fmt ' && body.byteLength >= 16) {
      format = body
    } else if (id === 'data') {
      if (format == null) {
        break
      }

      if (body.byteLength < size) {
        throw new AudioFileError(path, `is truncated (${body.byteLength} of ${size} bytes of audio): copy or save it again`)
      }

      return { littleEndian, format, data: body }
    }

    // chunks start at even offsets
    at += 8 + size + (size % 2)
  }

  throw new AudioFileError(path, `contains no ${format == null ? 'format' : 'audio'}, or is truncated: copy or save it again`)
}

/**
 * Lets the library decode a new file that consists of the two chunks: anything else in
 * a broken file can make it loop for minutes
 */
function decodeSamples (chunks: Chunks, channels: number, bytes: number): Int16Array {
  const { littleEndian, format } = chunks
  const data = chunks.data.subarray(0, bytes)
  const length = 12 + 8 + format.byteLength + (format.byteLength % 2) + 8
  const file = new Uint8Array(length + bytes + (bytes % 2))
  const view = new DataView(file.buffer)
  const write = (text: string, at: number): void => file.set(new TextEncoder().encode(text), at)

  write(littleEndian ? 'RIFF' : 'RIFX', 0)
  view.setUint32(4, file.byteLength - 8, littleEndian)
  write('WAVEfmt ', 8)
  view.setUint32(16, format.byteLength, littleEndian)
  file.set(format, 20)
  write('data', length - 8)
  view.setUint32(length - 4, bytes, littleEndian)
  file.set(data, length)

  const wav = new wavefile.WaveFile(file)

  if (wav.bitDepth === '8m') {
    wav.fromMuLaw()
  } else if (wav.bitDepth === '8a') {
    wav.fromALaw()
  }

  return mix(wav, channels)
}

/** How a sample of each depth is scaled to be between -1 and 1 */
const SCALES: Record<string, { type: Function, scale: number, offset: number }> = {
  8: { type: Uint8Array, scale: 1 / 128, offset: -128 },
  16: { type: Int16Array, scale: 1 / 2 ** 15, offset: 0 },
  24: { type: Int32Array, scale: 1 / 2 ** 23, offset: 0 },
  32: { type: Int32Array, scale: 1 / 2 ** 31, offset: 0 },
  '32f': { type: Float32Array, scale: 1, offset: 0 },
  64: { type: Float64Array, scale: 1, offset: 0 }
}

function mix (wav: InstanceType<typeof wavefile.WaveFile>, channels: number): Int16Array {
  const { type, scale, offset } = SCALES[wav.bitDepth]
  const samples = wav.getSamples(true, type)

  if (channels === 1 && samples instanceof Int16Array) {
    return samples
  }

  const mono = new Int16Array(samples.length / channels)

  for (let i = 0; i < mono.length; i++) {
    let sum = 0

    for (let c = 0; c < channels; c++) {
      sum += samples[i * channels + c]
    }

    const sample = (sum / channels + offset) * scale

    // a float file may contain NaN
    mono[i] = Number.isFinite(sample) ? toInt16(sample) : 0
  }

  return mono
}
