import { DialError } from '@libp2p/interface'
import { varint } from 'multiformats'
import { concat } from 'uint8arrays/concat'
import { receiveEarly, takeFirst } from './expected-bytes.ts'
import { override } from './override.ts'
import type { Receiving } from './expected-bytes.ts'
import type { Connection, Stream } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'

/** The status of an answer that agrees, and of others */
export const OK = 100
const REASONS: Record<number, string> = {
  200: 'RESERVATION_REFUSED',
  201: 'RESOURCE_LIMIT_EXCEEDED',
  202: 'PERMISSION_DENIED',
  203: 'CONNECTION_FAILED',
  204: 'NO_RESERVATION',
  400: 'MALFORMED_MESSAGE',
  401: 'UNEXPECTED_MESSAGE'
}

/** Bytes of an answer: what is longer isn't one */
const MAX_ANSWER = 4_096

export type Connections = Pick<ConnectionManager, 'getConnections' | 'openConnection'>

export interface PresumedAnswer {
  /** The answer that agrees, without its length */
  answer: Uint8Array
  /** Returns the status of a real answer; may throw */
  statusOf(answer: Uint8Array): number | undefined
  /** Called when the other end doesn't agree after all, before the stream is aborted with the same error */
  onRefused?(error: DialError): void
}

/**
 * Connections on whose streams a request is presumed to be granted: whoever opens a stream
 * goes on as soon as the request has been sent
 */
export function withPresumedAnswers <T extends Connections> (connections: T, presumed: PresumedAnswer): T {
  const wrap = (connection: Connection): Connection => override(connection, {
    newStream: async (...args) => {
      const stream: Stream = await connection.newStream(...args)
      presume(stream as Stream & Receiving, presumed)

      return stream
    }
  })
  const members: Connections = {
    getConnections: peer => connections.getConnections(peer).map(wrap),
    openConnection: async (peer, options) => wrap(await connections.openConnection(peer, options))
  }

  return override(connections, members as Partial<T>)
}

/**
 * Gives the readers of a stream an answer to its first message as soon as that has been sent.
 * The real answer is left out; one that doesn't agree ends the stream
 */
export function presume (stream: Receiving, { answer, statusOf, onRefused }: PresumedAnswer): void {
  const send = stream.send.bind(stream)

  stream.send = data => {
    stream.send = send
    takeFirst(stream, received => {
      const frame = readFrame(received.subarray(0, Math.min(received.byteLength, MAX_ANSWER)))

      if (frame == null && received.byteLength < MAX_ANSWER) {
        return undefined
      }

      const status = frame == null ? undefined : readStatus(frame.bytes, statusOf)

      if (frame == null || status !== OK) {
        const error = new DialError(`The other end answered ${status == null ? 'what can\'t be read' : REASONS[status] ?? status}`)
        onRefused?.(error)
        stream.abort(error)

        return undefined
      }

      return frame.end
    })
    // whoever asks begins to read when it has sent
    queueMicrotask(() => { receiveEarly(stream, withLength(answer)) })

    return send(data)
  }
}

/** Returns the first message, and where it ends, or undefined until all of it is there */
function readFrame (received: Uint8Array): { bytes: Uint8Array, end: number } | undefined {
  try {
    const [length, offset] = varint.decode(received)
    const end = offset + length

    return end <= received.byteLength ? { bytes: received.subarray(offset, end), end } : undefined
  } catch {
    // nor is its length
    return undefined
  }
}

function readStatus (answer: Uint8Array, statusOf: PresumedAnswer['statusOf']): number | undefined {
  try {
    return statusOf(answer)
  } catch {
    return undefined
  }
}

function withLength (bytes: Uint8Array): Uint8Array {
  return concat([varint.encodeTo(bytes.byteLength, new Uint8Array(varint.encodingLength(bytes.byteLength))), bytes])
}
