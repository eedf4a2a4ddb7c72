import { AbortError } from '@libp2p/interface'
import { peerIdFromString } from '@libp2p/peer-id'
import { patientTimers } from '../patient-timers.ts'
import { deadlineIn } from '../timers.ts'
import { probeConnection } from './connection-probe.ts'
import { DialBudget } from './dial-budget.ts'
import { isList, peerIn } from './dial-target.ts'
import { ACCEPT_TIMEOUT } from './limits.ts'
import { openConnectionTo } from './open-connection.ts'
import type { Timers } from '../timers.ts'
import type { AbortOptions, Connection, ConnectionGater, PeerId } from '@libp2p/interface'
import type { ConnectionManager, TransportManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

/** libp2p reports it when a host has accepted a connection that is about to be encrypted */
const ACCEPTED = 'upgrader:encrypt-outbound-connection'

export interface DialPoolComponents {
  peerId: PeerId
  connectionManager: Pick<ConnectionManager, 'getConnections' | 'openConnection'>
  transportManager: Pick<TransportManager, 'dial'>
  connectionGater?: Pick<ConnectionGater, 'denyDialMultiaddr' | 'denyDialPeer'>
}

export interface PoolDialOptions extends AbortOptions {
  /** Called when the host has accepted the connection: what follows takes as long as it is busy */
  onAccepted?(): void
}

interface PendingDial {
  connection: Promise<Connection>
  abandoned: AbortController
  waiting: Set<PoolDialOptions>
  accepted: boolean
  ended: boolean
}

/**
 * The dials of a node. libp2p's own dial queue tries the addresses of a peer one after the
 * other, each for 6 s; here addresses can be raced. Callers that dial the
 * same address at the same time share the connection.
 */
export class DialPool {
  /** Limits what others make the node dial */
  readonly budget: DialBudget

  private readonly components: DialPoolComponents
  private readonly timers: Pick<Timers, 'after'>
  /** By address */
  private readonly pending = new Map<string, PendingDial>()

  constructor (components: DialPoolComponents, budget: DialBudget = new DialBudget(), timers: Pick<Timers, 'after'> = patientTimers) {
    this.components = components
    this.budget = budget
    this.timers = timers
  }

  /** Returns the attempts with which a race to a peer begins: that over an open connection, if there is one */
  reuse (peer: PeerId | undefined): Array<() => Promise<Connection>> {
    const connection = peer == null ? undefined : openConnectionTo(this.components.connectionManager, peer)

    return connection == null ? [] : [async () => probeConnection(connection)]
  }

  /** Dials an address, which may end with the peer to expect there */
  async dial (address: Multiaddr, options: PoolDialOptions = {}): Promise<Connection> {
    const { signal, onAccepted } = options
    const key = address.toString()
    const dial = this.pending.get(key) ?? this.begin(key, address)
    const stopped = Promise.withResolvers<never>()
    const onAbort = (): void => { stopped.reject(signal?.reason) }

    dial.waiting.add(options)

    if (dial.accepted) {
      onAccepted?.()
    }

    try {
      signal?.throwIfAborted()
      signal?.addEventListener('abort', onAbort, { once: true })

      return await Promise.race([dial.connection, stopped.promise])
    } finally {
      signal?.removeEventListener('abort', onAbort)
      dial.waiting.delete(options)

      // a transport may still listen to the signal of a dial that has succeeded
      if (dial.waiting.size === 0 && !dial.ended) {
        dial.abandoned.abort(signal?.reason ?? new AbortError('Nobody waits for the dial'))
        this.end(key, dial)
      }
    }
  }

  private begin (key: string, address: Multiaddr): PendingDial {
    const abandoned = new AbortController()
    const dial: PendingDial = {
      abandoned,
      waiting: new Set(),
      accepted: false,
      ended: false,
      connection: this.open(address, abandoned.signal, () => {
        dial.accepted = true
        dial.waiting.forEach(({ onAccepted }) => onAccepted?.())
      })
    }

    dial.connection.finally(() => { this.end(key, dial) }).catch(() => {})
    this.pending.set(key, dial)

    return dial
  }

  private end (key: string, dial: PendingDial): void {
    dial.ended = true

    if (this.pending.get(key) === dial) {
      this.pending.delete(key)
    }
  }

  private async open (address: Multiaddr, signal: AbortSignal, onAccepted: () => void): Promise<Connection> {
    const { connectionGater, connectionManager, peerId } = this.components
    const id = peerIn(address)
    const peer = id == null ? undefined : peerIdFromString(id)

    if (peerId.equals(peer)) {
      throw new Error('The address is that of this peer')
    }

    if (await connectionGater?.denyDialMultiaddr?.(address) === true || (peer != null && await connectionGater?.denyDialPeer?.(peer) === true)) {
      throw new Error('The connection gater doesn\'t allow this dial')
    }

    if (isList(address)) {
      return connectionManager.openConnection(address, { signal })
    }

    const connection = isTCP(address)
      ? await this.insist(address, signal, onAccepted)
      : await this.attempt(address, signal, onAccepted)

    if (signal.aborted) {
      connection.abort(signal.reason)
      throw signal.reason
    }

    return connection
  }

  /** Tries again and again until the host answers */
  private async insist (address: Multiaddr, signal: AbortSignal, onAccepted: () => void): Promise<Connection> {
    for (;;) {
      const deadline = deadlineIn(ACCEPT_TIMEOUT, this.timers)

      try {
        return await this.attempt(address, AbortSignal.any([signal, deadline.signal]), () => {
          deadline.stop()
          onAccepted()
        })
      } catch (err) {
        if (!deadline.signal.aborted || signal.aborted) {
          throw err
        }
      } finally {
        deadline.stop()
      }
    }
  }

  private async attempt (address: Multiaddr, signal: AbortSignal, onAccepted: () => void): Promise<Connection> {
    return this.components.transportManager.dial(address, {
      signal,
      onProgress: ({ type }: { type: string }) => {
        if (type === ACCEPTED) {
          onAccepted()
        }
      }
    })
  }
}

/** Whether a host is reached over TCP itself, rather than through a relay */
function isTCP (address: Multiaddr): boolean {
  const names = address.getComponents().map(({ name }) => name)

  return names.includes('tcp') && !names.includes('p2p-circuit')
}
