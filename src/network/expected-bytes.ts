import { Uint8ArrayList } from 'uint8arraylist'
import type { MessageStream } from '@libp2p/interface'

/** A stream or connection that gets bytes as they arrive */
export type Receiving = MessageStream & {
  onData(data: Uint8Array | Uint8ArrayList): void
}

/** Returns how many of the received bytes are its own, or undefined as long as it can't tell */
export type Take = (received: Uint8ArrayList) => number | undefined

/** What the readers of a stream don't get to see */
interface Expected {
  /** In the order in which they arrive */
  readonly takes: Take[]
  readonly received: Uint8ArrayList
  /** How the stream's readers get what is left */
  readonly onData: Receiving['onData']
}

const expected = new WeakMap<Receiving, Expected>()

/**
 * Takes bytes from the beginning of what arrives on a stream, after those that were expected
 * before, so that no reader sees them. Nothing more is read if `take` aborts the stream
 */
export function takeFirst (stream: Receiving, take: Take): void {
  const others = expected.get(stream)

  if (others != null) {
    others.takes.push(take)

    return
  }

  const own: Expected = { takes: [take], received: new Uint8ArrayList(), onData: stream.onData }
  expected.set(stream, own)

  stream.onData = data => {
    own.received.append(data)

    for (; own.takes.length > 0; own.takes.shift()) {
      const count = own.takes[0](own.received)

      if (count == null) {
        return
      }

      own.received.consume(count)
    }

    expected.delete(stream)
    stream.onData = own.onData

    if (own.received.byteLength > 0) {
      stream.onData(own.received)
    }
  }
}

/** Hands bytes to the readers of a stream as if they had arrived, before all that is expected */
export function receiveEarly (stream: Receiving, bytes: Uint8Array): void {
  (expected.get(stream)?.onData ?? stream.onData).call(stream, bytes)
}
