import { setTimeout as delay } from 'node:timers/promises'
import { setMaxListeners } from '@libp2p/interface'
import { CODE_P2P, multiaddr } from '@multiformats/multiaddr'
import { growingPause } from '../src/growing-pause.ts'
import type { Libp2p, Logger, PeerId, Startable } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** The pause after a first failure, in ms; it doubles with each further failure */
const MIN_PAUSE = 1_000

/** The longest pause, in ms: reconnects within a minute after a peer comes back */
const MAX_PAUSE = 60_000

const DIAL_TIMEOUT = 10_000

export interface KeepConnectedInit {
  node: Pick<Libp2p, 'peerId' | 'dial' | 'addEventListener' | 'removeEventListener' | 'getConnections'>

  /** Multiaddrs; those of the same peer are tried together */
  addresses: string[]
  log?: Logger
}

/**
 * Returns a service that stays connected to peers while it runs. libp2p itself gives up
 * on a peer after five attempts, and `@libp2p/bootstrap` after the first.
 *
 * @throws {Error} if an address can't be parsed
 */
export function keepConnected (init: KeepConnectedInit): Startable {
  const { node, log } = init
  const peers = byPeer(init.addresses, node.peerId)
  let controller: AbortController | undefined

  return {
    start: () => {
      if (controller != null) {
        return
      }

      controller = new AbortController()
      setMaxListeners(Infinity, controller.signal)

      for (const addresses of peers) {
        supervise(init, addresses, controller.signal).catch(err => {
          log?.error('gave up %s - %e', addresses[0], err)
        })
      }
    },
    stop: () => {
      controller?.abort()
      controller = undefined
    }
  }
}

/**
 * Returns the pause after so many consecutive failures, in ms. Jitter keeps all peers
 * that lost the same peer from coming back at once.
 */
export function retryPause (failures: number, random: () => number = Math.random): number {
  return growingPause(MIN_PAUSE, MAX_PAUSE, failures) * (0.5 + random() / 2)
}

async function supervise ({ node, log }: KeepConnectedInit, addresses: Multiaddr[], signal: AbortSignal): Promise<void> {
  let failures = 0

  while (!signal.aborted) {
    try {
      const connection = await node.dial(addresses, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(DIAL_TIMEOUT)])
      })

      failures = 0
      log?.('connected to %p', connection.remotePeer)
      await disconnected(node, connection.remotePeer, signal)
    } catch (err) {
      if (!signal.aborted) {
        log?.('could not dial %s - %e', addresses[0], err)
      }
    }

    await delay(retryPause(failures++), undefined, { signal }).catch(() => {})
  }
}

async function disconnected (node: KeepConnectedInit['node'], peer: PeerId, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const onDisconnect = ({ detail }: CustomEvent<PeerId>): void => {
    if (detail.equals(peer)) {
      resolve()
    }
  }
  const onAbort = (): void => { resolve() }

  node.addEventListener('peer:disconnect', onDisconnect)
  signal.addEventListener('abort', onAbort)

  // it may have been aborted before the listener was added
  if (signal.aborted || node.getConnections(peer).length === 0) {
    resolve()
  }

  await promise
  node.removeEventListener('peer:disconnect', onDisconnect)
  signal.removeEventListener('abort', onAbort)
}

function byPeer (addresses: string[], self: PeerId): Multiaddr[][] {
  const peers = new Map<string, Multiaddr[]>()

  for (const address of addresses.map(address => multiaddr(address))) {
    const peer = address.getComponents().findLast(({ code }) => code === CODE_P2P)?.value

    if (peer !== self.toString()) {
      const key = peer ?? address.toString()

      peers.set(key, [...peers.get(key) ?? [], address])
    }
  }

  return [...peers.values()]
}
