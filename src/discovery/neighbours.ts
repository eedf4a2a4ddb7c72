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
  /** Peers and keys that have been asked about since the last `askAfresh` */
  private readonly asked = new Set<string>()
  /** Questions in turn, by key */
  private readonly turns = new Map<string, Promise<void>>()
  /** Where a member was named, by key: the other peers are only asked if none of those that were named lets us in */
  private readonly named = new Map<string, Rendezvous>()
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

    if (this.asked.size < (DIRECT_PEERS + ENTRY_PEERS) * 2) {
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
    await Promise.all((await this.init.rendezvous()).map(async rendezvous => {
      const key = rendezvous.key.toString()

      if (!this.turns.has(key) && this.remaining(rendezvous).length > 0) {
        this.turns.set(key, this.askInTurn(rendezvous).catch(err => { this.init.log('no DHT peer answered - %e', err) }))
      }

      await this.turns.get(key)
    }))
  }

  /** Asks everybody again; resolves when they have answered */
  async askAfresh (): Promise<void> {
    this.asked.clear()
    this.turns.clear()
    this.named.clear()
    this.init.inquiry.afresh()
    await this.askAll()
  }

  /**
   * Asks the other peers, because no peer that was named is a member. Returns false if there
   * is nobody left to ask.
   */
  askOthers (): boolean {
    this.othersTimer?.stop()
    const named = [...this.named.values()]
    this.named.clear()
    const asked = named.flatMap(rendezvous => this.askEach(this.remaining(rendezvous), rendezvous))

    if (asked.length > 0) {
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
    deleteByPrefix(this.asked, `${peer.toString()} `)
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
   * Returns those that have not been asked about a key. Once a member is named, only a
   * bootstrap peer that has come or come back is to know of us at once.
   */
  private remaining (rendezvous: Rendezvous): Connection[] {
    const named = this.named.has(rendezvous.key.toString())
    const peers = this.init.signal.aborted ? [] : this.nearest(rendezvous)

    return peers.filter(connection => !this.asked.has(idOf(connection, rendezvous)) && (!named || this.isEntry(connection)))
  }

  private isEntry ({ remotePeer }: Connection): boolean {
    return this.entries.has(remotePeer.toString())
  }

  private askEach (connections: Connection[], rendezvous: Rendezvous): Array<Promise<Answer | undefined>> {
    connections.forEach(connection => { this.asked.add(idOf(connection, rendezvous)) })

    return connections.map(async connection => this.init.inquiry.ask(connection, rendezvous))
  }

  /**
   * Asks a bootstrap peer, which members mostly have in common, then the nearest of the other
   * peers, which is the same one for members connected to the same peers, and then all others:
   * each only if those before are slow, know no member, or name nobody that turns out to be one
   */
  private async askInTurn (rendezvous: Rendezvous): Promise<void> {
    const key = rendezvous.key.toString()
    const answers: Array<Promise<Answer | undefined>> = []
    let proven: Answer | undefined

    this.asking++

    for (const entry of [true, false]) {
      // those that have connected meanwhile count, too
      const next = this.remaining(rendezvous).find(connection => this.isEntry(connection) === entry)

      if (proven == null && next != null) {
        answers.push(...this.askEach([next], rendezvous))
        proven = await this.firstProven(answers)
      }
    }

    if (proven == null) {
      answers.push(...this.askEach(this.remaining(rendezvous), rendezvous))
      this.turns.delete(key)
      const all = await Promise.all(answers)
      this.hold(rendezvous, all)
      this.report(all)
    } else {
      this.turns.delete(key)
      this.hold(rendezvous, [proven])
      this.report([proven])
    }
  }

  /** Resolves with the first answer that names a member, or with undefined if there is none, or it takes long */
  private async firstProven (answers: Array<Promise<Answer | undefined>>): Promise<Answer | undefined> {
    const slow = new AbortController()
    const proven = answers.map(async asked => {
      const answer = await asked

      if (answer?.proven !== true) {
        throw new Error('No member was named')
      }

      return answer
    })
    const first = await Promise.race([Promise.any(proven).catch(() => undefined), this.delay(ASK_DELAY, slow.signal)])
    slow.abort()

    return first
  }

  /** If a member was named, holds the other peers back for a while */
  private hold (rendezvous: Rendezvous, answers: Array<Answer | undefined>): void {
    if (answers.some(answer => answer?.proven === true) && !this.init.signal.aborted) {
      this.named.set(rendezvous.key.toString(), rendezvous)
      this.othersTimer?.stop()
      this.othersTimer = this.init.timers.after(OTHERS_DELAY, () => { this.onFruitless() })
    }
  }

  private report (answers: Array<Answer | undefined>): void {
    this.asking--
    this.init.onAnswers(answers)
  }

  private onFruitless (): void {
    if (this.init.alone() && !this.askOthers()) {
      // a walk may meet others
      this.init.onAnswers([])
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

function idOf ({ remotePeer }: Connection, { key }: Rendezvous): string {
  return `${remotePeer.toString()} ${key.toString()}`
}
