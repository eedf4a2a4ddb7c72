import { byDistance } from './closest.ts'
import { ASK_DELAY, DIRECT_PEERS, ENTRY_PEERS, OTHERS_DELAY } from './limits.ts'
import type { Answer, Inquiry } from './inquiry.ts'
import type { Rendezvous } from '../group/index.ts'
import type { Connection, Logger, PeerId } from '@libp2p/interface'

export interface NeighboursInit {
  inquiry: Inquiry
  rendezvous(): Promise<Rendezvous[]>
  /** Whether nobody else has been found */
  alone(): boolean
  /** Some have been asked, and these are their answers */
  onAnswers(answers: Array<Answer | undefined>): void
  signal: AbortSignal
  log: Logger
}

/** DHT peers that are connected, and can be asked without dialling */
export class Neighbours {
  private readonly init: NeighboursInit
  private readonly peers = new Map<string, Connection>()
  private readonly entries = new Set<string>()
  /** Who has been asked, or will be, since everybody was to be asked afresh */
  private readonly lined = new Set<string>()
  /** Those who are asked if the ones before them are of no use */
  private waiting: Array<{ rendezvous: Rendezvous, connections: Connection[] }> = []
  private othersAsked?: Promise<void>
  private othersTimer?: ReturnType<typeof setTimeout>

  constructor (init: NeighboursInit) {
    this.init = init
  }

  get size (): number {
    return this.peers.size
  }

  /** An entry of the network is asked however many are nearer to the key */
  add (connection: Connection, isEntry = false): void {
    const peer = connection.remotePeer.toString()
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
  }

  /** Those who have not been asked are */
  ask (): void {
    this.init.rendezvous().then(all => {
      for (const rendezvous of all) {
        const idOf = ({ remotePeer }: Connection): string => `${remotePeer.toString()} ${rendezvous.key.toString()}`
        const connections = this.nearest(rendezvous).filter(connection => !this.lined.has(idOf(connection)))
        connections.forEach(connection => { this.lined.add(idOf(connection)) })

        if (connections.length > 0 && !this.init.signal.aborted) {
          this.askInTurn(connections, rendezvous).catch(err => { this.init.log('no DHT peer answered - %e', err) })
        }
      }
    }, err => { this.init.log.error('no rendezvous - %e', err) })
  }

  /** Those who were asked before are asked again */
  askAfresh (): void {
    this.lined.clear()
    this.init.inquiry.afresh()
    this.waiting = []
    this.ask()
  }

  /**
   * Those whom the nearest named were of no use: the others are asked, if they have
   * not been. Returns false if there is nobody left to ask.
   */
  askOthers (): boolean {
    clearTimeout(this.othersTimer)
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

  /** To be called after the signal was aborted: resolves when nobody is being asked */
  async stop (): Promise<void> {
    clearTimeout(this.othersTimer)
    await this.othersAsked
  }

  /**
   * The DHT peers to ask about a key at once. Which of the connected ones are the
   * nearest is the same for all who are connected to the same, so that they meet.
   */
  private nearest ({ key }: Rendezvous): Connection[] {
    const peers = byDistance(key, [...this.peers.values()].filter(({ status }) => status === 'open'))
    const entries = peers.slice(DIRECT_PEERS).filter(({ remotePeer }) => this.entries.has(remotePeer.toString()))

    return [...peers.slice(0, DIRECT_PEERS), ...entries.slice(0, ENTRY_PEERS)]
  }

  /**
   * Everybody who is connected to the same peers begins with the same one, so it
   * is enough to ask that; the others are asked when it knows no member or is slow,
   * and when nobody whom it named turns out to be one
   */
  private async askInTurn ([first, ...others]: Connection[], rendezvous: Rendezvous): Promise<void> {
    const slow = new AbortController()
    const answer = this.init.inquiry.ask(first, rendezvous)
    const quick = await Promise.race([answer, delay(ASK_DELAY, slow.signal)])
    slow.abort()

    if (quick?.proven === true) {
      this.waiting.push({ rendezvous, connections: others })
      clearTimeout(this.othersTimer)
      this.othersTimer = setTimeout(() => { this.onFruitless() }, OTHERS_DELAY)
      this.init.onAnswers([quick])
    } else {
      this.init.onAnswers(await Promise.all([answer, ...others.map(async other => this.init.inquiry.ask(other, rendezvous))]))
    }
  }

  private onFruitless (): void {
    if (this.init.alone()) {
      this.askOthers()
    }
  }
}

/** Resolves with nothing after a while, or when it is not needed any more */
async function delay (ms: number, signal: AbortSignal): Promise<undefined> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve(undefined)
    }, { once: true })
  })
}
