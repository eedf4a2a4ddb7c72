import { LengthPrefixedDecoder } from '@libp2p/utils'
import { GET_PROVIDERS } from '../../src/network/messages.ts'
import { DhtMessage } from '../../src/network/pb/dht.ts'
import type { Connection, Libp2p, Stream } from '@libp2p/interface'

/** Counts the DHT requests that a peer sends, whichever part of it sends them */
export class SentRequests {
  /** Questions for the providers of a key */
  inquiries = 0
  /** Requests of all kinds */
  messages = 0
  private readonly protocol: string

  constructor (peer: Libp2p<any>, protocol: string) {
    this.protocol = protocol
    peer.getConnections().forEach(connection => { this.watch(connection) })
    peer.addEventListener('connection:open', ({ detail }) => { this.watch(detail) })
  }

  reset (): void {
    this.inquiries = 0
    this.messages = 0
  }

  private watch (connection: Connection): void {
    const { newStream } = connection

    connection.newStream = async (...args) => {
      const stream = await newStream.apply(connection, args)

      if (stream.protocol === this.protocol) {
        this.count(stream)
      }

      return stream
    }
  }

  private count (stream: Stream): void {
    const decoder = new LengthPrefixedDecoder()
    const { send } = stream

    stream.send = data => {
      for (const frame of decoder.decode(data)) {
        this.messages++
        this.inquiries += DhtMessage.decode(frame).type === GET_PROVIDERS ? 1 : 0
      }

      return send.call(stream, data)
    }
  }
}
