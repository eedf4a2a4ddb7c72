import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { randomBytes } from '@libp2p/crypto'
import { BINDING, decodeMessage, encodeMessage } from '../stun/message.ts'
import type { AbortOptions } from '@libp2p/interface'

/** ms between two requests */
const INTERVAL = 50

/**
 * Resolves when a STUN or TURN server answers
 *
 * @throws {Error} that the signal was aborted with
 */
export async function isAnswering (host: string, port: number, { signal }: AbortOptions): Promise<void> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  const request = encodeMessage({ class: 'request', method: BINDING, transactionId: randomBytes(12), attributes: [] })
  let timer: ReturnType<typeof setInterval> | undefined

  try {
    await new Promise<void>((resolve, reject) => {
      const send = (): void => { socket.send(request, port, host) }

      signal?.addEventListener('abort', () => { reject(signal.reason) }, { once: true })
      // nobody listens there yet
      socket.on('error', () => {})
      socket.on('message', bytes => {
        if (decodeMessage(bytes)?.class === 'success') {
          resolve()
        }
      })
      send()
      timer = setInterval(send, INTERVAL)
      signal?.throwIfAborted()
    })
  } finally {
    clearInterval(timer)
    socket.close()
  }
}
