import { TimeoutError } from '@libp2p/interface'
import { toString } from 'uint8arrays/to-string'
import { systemTimers } from '../timers.ts'
import { BadMessageError } from './messages.ts'
import type { Stream, StreamCloseEvent, StreamMessageEvent } from '@libp2p/interface'

/** Bytes of a blinded name, see `GroupKeys.signalName` */
export const NAME_BYTES = 16

/** A name is a frame like all others, so its length comes first */
const PREFIX_BYTES = 1

/**
 * Reads the blinded name that each end of a stream begins with. What has arrived after
 * it stays unread.
 *
 * @param stream
 * @param timeout - in ms
 * @param timers - those of the system by default
 * @returns 32 lower-case hex digits
 * @throws {BadMessageError} when the stream begins otherwise, or ends
 * @throws {TimeoutError} when the name has not arrived in time
 * @throws {StreamResetError} when the other end resets the stream
 */
export async function readName (stream: Stream, timeout: number, timers = systemTimers): Promise<string> {
  const frame = new Uint8Array(PREFIX_BYTES + NAME_BYTES)
  const name = Promise.withResolvers<string>()
  let filled = 0

  const fail = (err: Error = new BadMessageError('malformed')): void => { name.reject(err) }
  const onEnd = (): void => { fail() }
  const onClose = ({ error }: StreamCloseEvent): void => { fail(error) }
  const onMessage = ({ data }: StreamMessageEvent): void => {
    const bytes = data.subarray()
    const part = bytes.subarray(0, frame.byteLength - filled)
    frame.set(part, filled)
    filled += part.byteLength

    if (frame[0] !== NAME_BYTES) {
      fail()
    } else if (filled === frame.byteLength) {
      stream.removeEventListener('message', onMessage)

      if (bytes.byteLength > part.byteLength) {
        stream.unshift(bytes.subarray(part.byteLength))
      }

      name.resolve(toString(frame.subarray(PREFIX_BYTES), 'base16'))
    }
  }
  const timer = timers.after(timeout, () => { fail(new TimeoutError('No name came in time')) })

  stream.addEventListener('message', onMessage)
  stream.addEventListener('remoteCloseWrite', onEnd)
  stream.addEventListener('close', onClose)

  // the stream may have ended before there were listeners
  if (stream.status !== 'open' || (stream.remoteWriteStatus !== 'writable' && stream.readBufferLength === 0)) {
    onEnd()
  }

  try {
    return await name.promise
  } finally {
    timer.stop()
    stream.removeEventListener('message', onMessage)
    stream.removeEventListener('remoteCloseWrite', onEnd)
    stream.removeEventListener('close', onClose)
  }
}
