import { AbortError } from '@libp2p/interface'
import { growingPause } from '../growing-pause.ts'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { systemTimers } from '../timers.ts'
import { askIceServices } from './ask-ice-services.ts'
import { FIRST_ICE_RETRY, LONGEST_ICE_RETRY, MAX_ICE_SERVERS_OF_A_KIND, MAX_ICE_SOURCES } from './limits.ts'
import { openConnectionTo } from './open-connection.ts'
import type { IceOffer, OfferedIceServer } from './ice-services.ts'
import type { Timer, Timers } from '../timers.ts'
import type { ComponentLogger, Connection, Logger, PeerId } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'

export interface IceServersComponents {
  connectionManager: Pick<ConnectionManager, 'getConnections'>
  logger: ComponentLogger
}

export interface IceServersInit {
  timers?: Timers
  ask?: typeof askIceServices
}

export interface IceServersEvents {
  /** `gained`: there is a kind of server now that there was none of before */
  change: CustomEvent<{ gained: boolean }>
}

interface Source {
  servers: OfferedIceServer[]
  /** In ms, by the timers' clock */
  expires: number
}

/**
 * The ICE servers that bootstrap peers offer, with credentials that are renewed before
 * they expire. A bootstrap peer that is gone keeps its place until then: its servers may
 * run on, and calls need them when the network changes.
 */
export class IceServers extends SafeEventEmitter<IceServersEvents> {
  private readonly components: IceServersComponents
  private readonly timers: Timers
  private readonly ask: typeof askIceServices
  private readonly log: Logger
  /** By PeerId, here and below */
  private readonly sources = new Map<string, Source>()
  private readonly waiting = new Map<string, Timer>()
  private readonly asking = new Set<string>()
  private running?: AbortController

  constructor (components: IceServersComponents, { timers = systemTimers, ask = askIceServices }: IceServersInit = {}) {
    super(components.logger.forComponent('groupcall:ice-servers'))

    this.components = components
    this.timers = timers
    this.ask = ask
    this.log = components.logger.forComponent('groupcall:ice-servers')
  }

  /** Those to use now: of each kind the first two */
  get list (): RTCIceServer[] {
    const now = this.timers.now()
    const counts = new Map<number, number>()

    return [...this.sources.values()].filter(({ expires }) => expires > now).flatMap(({ servers }) => servers).filter(({ kind }) => {
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)

      return count <= MAX_ICE_SERVERS_OF_A_KIND
    }).map(({ server }) => server)
  }

  start (): void {
    this.running ??= new AbortController()
  }

  /** Idempotent; forgets all servers */
  stop (): void {
    this.running?.abort(new AbortError('The peer was stopped'))
    this.running = undefined
    this.waiting.forEach(timer => { timer.stop() })
    this.waiting.clear()
    this.asking.clear()
    this.sources.clear()
  }

  /** Asks the bootstrap peer at the other end of a new connection. A relay's address says nothing about it */
  add (connection: Connection): void {
    if (connection.limits == null) {
      this.askOne(connection, 0)
    }
  }

  private askOne (connection: Connection, failures: number): void {
    const { running } = this
    const { remotePeer } = connection
    const id = remotePeer.toString()

    if (running == null || this.asking.has(id)) {
      return
    }

    this.waiting.get(id)?.stop()
    this.waiting.delete(id)
    this.asking.add(id)
    this.ask(connection, { signal: running.signal }).then(offer => {
      if (!running.signal.aborted) {
        this.asking.delete(id)
        this.onOffer(remotePeer, offer)
      }
    }, err => {
      if (!running.signal.aborted) {
        this.asking.delete(id)
        this.onFailure(remotePeer, failures, err)
      }
    })
  }

  private onOffer (peer: PeerId, { servers, lifetime }: IceOffer): void {
    this.log('%p offers %d ICE servers', peer, servers.length)
    this.change(() => {
      const now = this.timers.now()
      this.sources.forEach(({ expires }, id) => { expires <= now && this.sources.delete(id) })

      // the first ones keep their places, so that connections go on with the servers that they have
      if (this.sources.has(peer.toString()) || this.sources.size < MAX_ICE_SOURCES) {
        this.sources.set(peer.toString(), { servers, expires: now + lifetime })
      }
    })
    this.later(peer, lifetime / 2, 0)
  }

  private onFailure (peer: PeerId, failures: number, err: Error): void {
    this.log('%p offers no ICE servers - %s', peer, err.message)

    // other peers than bootstrap peers, and those of a public network, don't have the protocol
    if (err.name !== 'UnsupportedProtocolError') {
      this.later(peer, growingPause(FIRST_ICE_RETRY, LONGEST_ICE_RETRY, failures), failures + 1)
    }
  }

  /** If there is no connection then, the next one asks again: see {@link add} */
  private later (peer: PeerId, ms: number, failures: number): void {
    const id = peer.toString()

    this.waiting.set(id, this.timers.after(ms, () => {
      this.waiting.delete(id)
      const connection = openConnectionTo(this.components.connectionManager, peer)

      if (connection != null) {
        this.askOne(connection, failures)
      }
    }))
  }

  private change (change: () => void): void {
    const before = this.list
    change()
    const after = this.list

    if (JSON.stringify(before) !== JSON.stringify(after)) {
      const kinds = new Set(before.map(kindOf))
      this.safeDispatchEvent('change', { detail: { gained: after.some(server => !kinds.has(kindOf(server))) } })
    }
  }
}

/** A link that found no path may find one through the first server of a kind; a second one rarely helps */
function kindOf ({ urls }: RTCIceServer): string {
  const [url] = [urls].flat()

  return `${url.split(':')[0]} ${url.split('?')[1]}`
}
