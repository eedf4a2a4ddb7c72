import { Uint8ArrayList } from 'uint8arraylist'
import { equals } from 'uint8arrays/equals'
import { expectNegotiation, negotiationOf } from './negotiation-bytes.ts'
import { override } from './override.ts'
import type { Receiving } from './expected-bytes.ts'
import type { Transport, Upgrader } from '@libp2p/interface'

/** The only encryption that we offer */
const NOISE = '/noise'

/**
 * Lets the dials of a transport begin the Noise handshake without waiting for the other end
 * to accept `/noise`, as in go-libp2p: its first message goes out with the name, which saves
 * a round trip, and two of the way through a relay.
 */
export function withLazyEncryption <Components> (create: (components: Components) => Transport): (components: Components) => Transport {
  return components => {
    const transport = create(components)
    const dial = transport.dial.bind(transport)

    transport.dial = async (address, options) => dial(address, { ...options, upgrader: lazyUpgrader(options.upgrader) })

    return transport
  }
}

/**
 * libp2p's upgrader waits for the answer. So the connection answers in place of the other end,
 * whose own answer is compared and left out when it comes
 */
export function lazyUpgrader (upgrader: Upgrader): Upgrader {
  const members: Pick<Upgrader, 'upgradeOutbound'> = {
    upgradeOutbound: async (connection, options) => {
      if (options.initiator !== false && !('skipEncryption' in options && options.skipEncryption === true)) {
        answerForOther(connection as unknown as Receiving)
      }

      return upgrader.upgradeOutbound(connection, options)
    }
  }

  return override(upgrader, members)
}

/** Answers to `/noise`, if that is the first thing that a connection sends, and sends it with what comes next */
function answerForOther (connection: Receiving): void {
  const names = negotiationOf(NOISE)
  const send = connection.send.bind(connection)
  const onData = connection.onData.bind(connection)

  connection.send = data => {
    connection.send = send

    if (!equals(data.subarray(), names)) {
      return send(data)
    }

    expectNegotiation(connection, NOISE, names)
    connection.send = next => {
      connection.send = send

      return send(new Uint8ArrayList(names, next))
    }
    // the negotiation begins to read when it has sent
    queueMicrotask(() => { onData(names) })

    return true
  }
}
