import { DialError } from '@libp2p/interface'
import { varint } from 'multiformats'
import { receiveEarly, takeFirst } from './expected-bytes.ts'
import { withLength } from './length-prefix.ts'
import { override } from './override.ts'
import type { Receiving } from './expected-bytes.ts'
import type { Connection, NewStreamOptions, Stream } from '@libp2p/interface'
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

/** Bytes of an answer: anything longer is invalid */
const MAX_ANSWER = 4_096

export type Connections = Pick<ConnectionManager, 'getConnections' | 'openConnection'>

export interface PresumedAnswer {
  /** The answer that agrees, without its length */
  answer: Uint8Array
  /** Returns the status of a real answer; may throw */
  statusOf(answer: Uint8Array): number | undefined
  /** Called when the other end doesn't agree after all, before the stream is aborted with the same error; `options` are those with which it was opened */
  onRefused?(error: DialError, options: NewStreamOptions): void
}

/**
 * Returns connections whose streams presume that their first request is granted: the local
 * end continues as soon as it has sent the request
 */
export function withPresumedAnswers <T extends Connections> (connections: T, { answer, statusOf, onRefused }: PresumedAnswer): T {
  const framed = withLength(answer)
  const wrap = (connection: Connection): Connection => override(connection, {
    newStream: async (protocol, options = {}) => {
      const stream: Stream = await connection.newStream(protocol, options)
      presume(stream as Stream & Receiving, framed, statusOf, error => { onRefused?.(error, options) })

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
 * Delivers an answer to a stream's first message as soon as that is sent. The real answer is
 * dropped when it arrives, and ends the stream if it is a refusal
 */
function presume (stream: Receiving, answer: Uint8Array, statusOf: PresumedAnswer['statusOf'], onRefused: (error: DialError) => void): void {
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
        onRefused(error)
        stream.abort(error)

        return undefined
      }

      return frame.end
    })
    // the reader starts reading once its request has been sent
    queueMicrotask(() => { receiveEarly(stream, answer) })

    return send(data)
  }
}

/** Returns the first message and its end, or `undefined` until it is complete */
function readFrame (received: Uint8Array): { bytes: Uint8Array, end: number } | undefined {
  try {
    const [length, offset] = varint.decode(received)
    const end = offset + length

    return end <= received.byteLength ? { bytes: received.subarray(offset, end), end } : undefined
  } catch {
    // its length isn't complete either
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
