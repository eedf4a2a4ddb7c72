import { InvalidMessageError } from '@libp2p/interface'
import { LengthPrefixedDecoder } from '@libp2p/utils'
import { MAX_ANSWER_BYTES } from './limits.ts'
import { ANSWER } from './messages.ts'
import { override } from './override.ts'
import { DhtMessage } from './pb/dht.ts'
import type { Stream } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'

/**
 * Opens streams whose answers are bounded. kad-dht itself takes 4 MiB from any peer, and
 * makes an address object of everything in it: 100,000 stop the process for 12 s.
 */
export function boundAnswers (connectionManager: ConnectionManager): ConnectionManager {
  return override(connectionManager, {
    openStream: async (...args) => {
      const stream = await connectionManager.openStream(...args)
      boundAnswer(stream)

      return stream
    }
  })
}

/**
 * Looks at each message before the stream's reader does. One that is too large
 * never gets to its end: the stream is reset before.
 */
export function boundAnswer (stream: Stream): void {
  const decoder = new LengthPrefixedDecoder({ maxBufferSize: MAX_ANSWER_BYTES, maxDataLength: MAX_ANSWER_BYTES })
  let bytes = 0

  stream.addEventListener('message', event => {
    try {
      bytes += event.data.byteLength

      if (bytes > MAX_ANSWER_BYTES) {
        throw new InvalidMessageError('The answer of a DHT peer is too long')
      }

      for (const frame of decoder.decode(event.data)) {
        DhtMessage.decode(frame, ANSWER)
      }
    } catch (err: any) {
      event.stopImmediatePropagation()
      stream.abort(err)
    }
  })
}
