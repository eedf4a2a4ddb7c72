import { deleteByPrefix } from '../delete-by-prefix.ts'
import { byDistance } from './closest.ts'
import { ASK_DELAY, DIRECT_PEERS, ENTRY_PEERS, OTHERS_DELAY } from './limits.ts'
import type { Answer, Inquiry } from './inquiry.ts'
import type { Rendezvous } from '../group/index.ts'
import type { Timer, Timers } from '../timers.ts'
import type { Connection, Logger, PeerId } from '@libp2p/interface'

export interface NeighboursInit {
  inquiry: Inquiry
  rendezvous(): Promise<Rendezvous[]>
  /** Whether nobody else is in the call */
  alone(): boolean
  /** Called with the answers of some DHT peers */
  onAnswers(answers: Array<Answer | undefined>): void
  timers: Timers
  signal: AbortSignal
  log: Logger
}

/** The connected DHT peers, which can be asked without dialling */
export class Neighbours {
  private readonly init: NeighboursInit
  private readonly peers = new Map<string, Connection>()
  private readonly entries = new Set<string>()
  /** Peers and keys that have been asked about, or will be, since the last `askAfresh` */
  private readonly lined = new Set<string>()
  /** Peers that are asked if the nearest one is of no use */
  private waiting: Array<{ rendezvous: Rendezvous, connections: Connection[] }> = []
  private othersAsked?: Promise<void>
  /** Questions under way, of which an answer will be reported */
  private asking = 0
  private othersTimer?: Timer

  constructor (init: NeighboursInit) {
    this.init = init
  }

  get size (): number {
    return this.peers.size
  }

  /** Whether {@link NeighboursInit.onAnswers} will be called for a question under way */
  get busy (): boolean {
    return this.asking > 0
  }

  /**
   * A bootstrap peer (`isEntry`) is asked however many peers are nearer to the key. A peer
   * that has come back is asked again: it knows what we have missed, and may have forgotten us.
   */
  add (connection: Connection, isEntry = false): void {
    const peer = connection.remotePeer.toString()
    const before = this.peers.get(peer)

    if (before != null && before !== connection) {
      this.forget(connection.remotePeer)
    }

    this.peers.set(peer, connection)

    if (isEntry) {
      this.entries.add(peer)
    }

    if (this.lined.size < (DIRECT_PEERS + ENTRY_PEERS) * 2) {
      this.ask()
    }
  }

  remove (peer: PeerId): void {
    this.peers.delete(peer.toString())
    this.forget(peer)
  }

  /** Asks the peers that have not been asked yet */
  ask (): void {
    this.askAll().catch(err => { this.init.log.error('no rendezvous - %e', err) })
  }

  /** The same; resolves when they have answered */
  async askAll (): Promise<void> {
    const asking: Array<Promise<void>> = []

    for (const rendezvous of await this.init.rendezvous()) {
      const idOf = ({ remotePeer }: Connection): string => `${remotePeer.toString()} ${rendezvous.key.toString()}`
      const connections = this.nearest(rendezvous).filter(connection => !this.lined.has(idOf(connection)))
      connections.forEach(connection => { this.lined.add(idOf(connection)) })

      if (connections.length > 0 && !this.init.signal.aborted) {
        asking.push(this.askInTurn(connections, rendezvous).catch(err => { this.init.log('no DHT peer answered - %e', err) }))
      }
    }

    await Promise.all(asking)
  }

  /** Asks everybody again; resolves when they have answered */
  async askAfresh (): Promise<void> {
    this.lined.clear()
    this.init.inquiry.afresh()
    this.waiting = []
    await this.askAll()
  }

  /**
   * Asks the other peers, because no peer that the nearest one named is a member.
   * Returns false if there is nobody left to ask.
   */
  askOthers (): boolean {
    this.othersTimer?.stop()
    const waiting = this.waiting.splice(0)

    if (waiting.length > 0 && !this.init.signal.aborted) {
      const asked = waiting.flatMap(({ rendezvous, connections }) => connections.map(async connection => this.init.inquiry.ask(connection, rendezvous)))
      const others: Promise<void> = Promise.all([this.othersAsked, ...asked]).then(([, ...answers]) => {
        this.othersAsked = this.othersAsked === others ? undefined : this.othersAsked
        this.init.onAnswers(answers)
      })
      this.othersAsked = others
    }

    return this.othersAsked != null
  }

  /** Asks the nearest peers about a key, except those that have answered already */
  askNearest (rendezvous: Rendezvous): Array<Promise<Answer | undefined>> {
    return this.nearest(rendezvous).map(async connection => this.init.inquiry.ask(connection, rendezvous))
  }

  private forget (peer: PeerId): void {
    deleteByPrefix(this.lined, `${peer.toString()} `)
    this.init.inquiry.forget(peer)
  }

  /** Resolves when all queries have ended; call it after aborting the signal */
  async stop (): Promise<void> {
    this.othersTimer?.stop()
    await this.othersAsked
  }

  /**
   * Returns the DHT peers to ask about a key. Members that are connected to the same
   * DHT peers choose the same ones, so that they meet.
   */
  private nearest ({ key }: Rendezvous): Connection[] {
    const peers = byDistance(key, [...this.peers.values()].filter(({ status }) => status === 'open'))
    const entries = peers.slice(DIRECT_PEERS).filter(({ remotePeer }) => this.entries.has(remotePeer.toString()))

    return [...peers.slice(0, DIRECT_PEERS), ...entries.slice(0, ENTRY_PEERS)]
  }

  /**
   * Asks the nearest peer, which is the same one for all members connected to the same
   * peers; the others only if it is slow, knows no member, or names nobody that turns
   * out to be one
   */
  private async askInTurn ([first, ...others]: Connection[], rendezvous: Rendezvous): Promise<void> {
    this.asking++
    const slow = new AbortController()
    const answer = this.init.inquiry.ask(first, rendezvous)
    const quick = await Promise.race([answer, this.delay(ASK_DELAY, slow.signal)])
    slow.abort()

    if (quick?.proven === true) {
      this.waiting.push({ rendezvous, connections: others })
      this.othersTimer?.stop()

      if (!this.init.signal.aborted) {
        this.othersTimer = this.init.timers.after(OTHERS_DELAY, () => { this.onFruitless() })
      }

      this.report([quick])
    } else {
      this.report(await Promise.all([answer, ...others.map(async other => this.init.inquiry.ask(other, rendezvous))]))
    }
  }

  private report (answers: Array<Answer | undefined>): void {
    this.asking--
    this.init.onAnswers(answers)
  }

  private onFruitless (): void {
    if (this.init.alone()) {
      this.askOthers()
    }
  }

  /** Resolves after a while, or when `signal` aborts */
  private async delay (ms: number, signal: AbortSignal): Promise<undefined> {
    return new Promise(resolve => {
      const timer = this.init.timers.after(ms, () => { resolve(undefined) })
      signal.addEventListener('abort', () => {
        timer.stop()
        resolve(undefined)
      }, { once: true })
    })
  }
}
