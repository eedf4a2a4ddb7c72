import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import type { AbortOptions } from '@libp2p/interface'

/** See RFC 6762, section 3 */
const GROUP = '224.0.0.251'
const PORT = 5_353

/** ms: a machine hears its own multicast at once, or never */
const LIMIT = 1_000

/** Header of a DNS message with one question */
const HEADER = Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)

/** Type PTR, class IN */
const QUESTION_END = Uint8Array.of(0, 0, 12, 0, 1)

/**
 * Returns whether this machine can send and hear what peers on a local network look for
 * each other with. It asks for a name that nobody has, so nobody answers. Whether the
 * network delivers it to others can't be known without them.
 */
export async function hearsMulticast ({ signal }: AbortOptions = {}): Promise<boolean> {
  const limit = AbortSignal.any([AbortSignal.timeout(LIMIT), ...(signal == null ? [] : [signal])])
  const socket = createSocket({ type: 'udp4', reuseAddr: true })
  const question = Buffer.concat([HEADER, label(randomBytes(8).toString('hex')), label('local'), QUESTION_END])
  const heard = Promise.withResolvers<boolean>()

  limit.addEventListener('abort', () => { heard.resolve(false) }, { once: true })
  socket.on('error', () => { heard.resolve(false) })
  socket.on('message', bytes => {
    if (question.equals(bytes)) {
      heard.resolve(true)
    }
  })
  socket.bind(PORT, () => {
    try {
      socket.addMembership(GROUP)
      socket.send(question, PORT, GROUP, err => {
        if (err != null) {
          heard.resolve(false)
        }
      })
    } catch {
      // no interface does multicast
      heard.resolve(false)
    }
  })

  try {
    return await heard.promise
  } finally {
    socket.close()
  }
}

function label (text: string): Uint8Array {
  return Uint8Array.of(text.length, ...Buffer.from(text))
}
