import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { randomBytes } from '@libp2p/crypto'
import { toString } from 'uint8arrays/to-string'
import { parseXorMappedAddress } from './attributes.ts'
import { Attribute, BINDING, decodeMessage, encodeMessage } from './message.ts'
import type { StunAddress } from './attributes.ts'
import type { AbortOptions } from '@libp2p/interface'

/** ms until a request is repeated, twice as many each time: a lost one, or a server that starts, costs little time */
const FIRST_PAUSE = 50
const LONGEST_PAUSE = 400

/**
 * Asks STUN or TURN servers at which address they see this machine: all of them from the
 * same port, which tells how a NAT in between assigns ports (RFC 5780, section 4.3).
 * IPv6 servers are asked from another port than IPv4 servers.
 *
 * @param servers - names or IP addresses, with UDP ports
 * @param options - the signal ends the wait for those that don't answer
 * @returns the addresses in the order of the servers; undefined for those that didn't answer
 */
export async function askStunServers (servers: StunAddress[], options: AbortOptions = {}): Promise<Array<StunAddress | undefined>> {
  const [four, six] = await Promise.all([false, true].map(async v6 => askFrom(v6 ? 'udp6' : 'udp4', servers.filter(({ address }) => isIPv6(address) === v6), options)))

  return servers.map(({ address }) => (isIPv6(address) ? six : four).shift())
}

async function askFrom (type: 'udp4' | 'udp6', servers: StunAddress[], { signal }: AbortOptions): Promise<Array<StunAddress | undefined>> {
  const answers = servers.map((): StunAddress | undefined => undefined)

  if (servers.length === 0 || signal?.aborted === true) {
    return answers
  }

  const ids = servers.map(() => randomBytes(12))
  const socket = createSocket(type)
  const done = Promise.withResolvers<void>()
  let timer: ReturnType<typeof setTimeout> | undefined

  const ask = (pause: number): void => {
    servers.forEach(({ address, port }, index) => {
      if (answers[index] == null) {
        // a name that can't be resolved is a server that doesn't answer
        socket.send(encodeMessage({ class: 'request', method: BINDING, transactionId: ids[index], attributes: [] }), port, address, () => {})
      }
    })
    timer = setTimeout(() => { ask(Math.min(2 * pause, LONGEST_PAUSE)) }, pause)
  }

  socket.on('error', () => {})
  socket.on('message', bytes => {
    const answer = decodeMessage(bytes)
    const index = ids.findIndex(id => answer?.class === 'success' && toString(id, 'base16') === toString(answer.transactionId, 'base16'))
    const attribute = answer?.attributes.find(({ type }) => type === Attribute.XOR_MAPPED_ADDRESS)

    if (index >= 0 && attribute != null) {
      answers[index] = parsed(attribute, ids[index])
    }

    if (answers.every(answer => answer != null)) {
      done.resolve()
    }
  })
  signal?.addEventListener('abort', () => { done.resolve() }, { once: true })
  ask(FIRST_PAUSE)

  await done.promise
  clearTimeout(timer)
  socket.close()

  return answers
}

function parsed (...[attribute, id]: Parameters<typeof parseXorMappedAddress>): StunAddress | undefined {
  try {
    return parseXorMappedAddress(attribute, id)
  } catch {
    // from a server that doesn't follow the RFC
    return undefined
  }
}
