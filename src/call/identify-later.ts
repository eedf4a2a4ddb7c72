import type { Identify } from '@libp2p/identify'
import type { Libp2p } from '@libp2p/interface'

/** ms between a connection and identify: a join's first flight takes less */
const IDENTIFY_DELAY = 250

/** The same for a relayed connection, whose relay may limit its bytes: by then, a join has ended */
const LIMITED_IDENTIFY_DELAY = 2_000

export interface IdentifyLaterInit {
  /**
   * Whether peers that are connected through a relay are of interest
   *
   * @default false
   */
  limited?: boolean
}

/**
 * Identify tells peers each other's protocols and addresses, and the DHT then gets
 * to know them: a dozen messages, which a join that has just dialled should not
 * have to wait for
 */
export function identifyLater (peer: Libp2p<{ identify: Identify }>, { limited = false }: IdentifyLaterInit = {}): void {
  const timers = new Set<ReturnType<typeof setTimeout>>()

  peer.addEventListener('connection:open', ({ detail: connection }) => {
    if (connection.limits != null && !limited) {
      return
    }

    const timer = setTimeout(() => {
      timers.delete(timer)

      if (connection.status === 'open') {
        peer.services.identify.identify(connection).catch(() => {
          // closed meanwhile, or it does not speak identify: then it serves nothing that we need
        })
      }
    }, connection.limits == null ? IDENTIFY_DELAY : LIMITED_IDENTIFY_DELAY)
    timers.add(timer)
  })
  peer.addEventListener('stop', () => { timers.forEach(timer => { clearTimeout(timer) }) })
}
