import type { Identify } from '@libp2p/identify'
import type { Libp2p } from '@libp2p/interface'

/** ms between a connection and identify: a join's first flight takes less */
const IDENTIFY_DELAY = 250

/**
 * Identify tells peers each other's protocols and addresses, and the DHT then gets
 * to know them: a dozen messages, which a join that has just dialled should not
 * have to wait for
 */
export function identifyLater (peer: Libp2p<{ identify: Identify }>): void {
  const timers = new Set<ReturnType<typeof setTimeout>>()

  peer.addEventListener('connection:open', ({ detail: connection }) => {
    const timer = setTimeout(() => {
      timers.delete(timer)

      if (connection.status === 'open' && connection.limits == null) {
        peer.services.identify.identify(connection).catch(() => {
          // closed meanwhile, or it does not speak identify: then it serves nothing that we need
        })
      }
    }, IDENTIFY_DELAY)
    timers.add(timer)
  })
  peer.addEventListener('stop', () => { timers.forEach(timer => { clearTimeout(timer) }) })
}
