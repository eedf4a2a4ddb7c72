import { isPrivate } from '@libp2p/utils'
import { deleteByPrefix } from '../delete-by-prefix.ts'
import { selectAddresses } from '../network/addresses.ts'
import { signProvider } from '../network/provider-proof.ts'
import { withoutPeer } from '../network/provider-record.ts'
import { askForProviders } from './direct-first.ts'
import { DIRECT_RETRIES, DIRECT_TIMEOUT } from './limits.ts'
import type { FoundProvider } from './direct-first.ts'
import type { NetworkClock } from './network-clock.ts'
import type { Rendezvous } from '../group/index.ts'
import type { DhtPeer } from '../network/pb/dht.ts'
import type { Connection, Logger, PeerId } from '@libp2p/interface'
import type { AddressManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

/** A DHT peer's answer */
export interface Answer {
  found: number
  /** Whether a provider proved that it holds the group's secret */
  proven: boolean
}

export interface InquiryComponents {
  peerId: PeerId
  addressManager: AddressManager
}

/** What DHT peers are told, and which of their answers count */
export interface AskingInit {
  /** Protocol id of the network's DHT */
  dhtProtocol: string
  /**
   * Find without providing: a peer that only looks should not be found
   *
   * @default false
   */
  findOnly?: boolean
  /**
   * Accept only providers that prove that they hold the group's secret. The DHT must
   * keep these proofs: in a network of other servers, every provider counts.
   *
   * @default true
   */
  proofs?: boolean
  /**
   * Publish and accept private addresses: switch this off on the internet
   *
   * @default true
   */
  privateAddresses?: boolean
}

export interface InquiryInit extends AskingInit {
  /** DHT peers report their time to it */
  clock: Pick<NetworkClock, 'addReport' | 'now'>
  onProvider(provider: FoundProvider): void
  signal: AbortSignal
  log: Logger
}

/** Tells DHT peers about us and asks them for others, each once until `afresh()` */
export class Inquiry {
  private readonly components: InquiryComponents
  private readonly init: InquiryInit
  private readonly answers = new Map<string, Promise<Answer | undefined>>()

  constructor (components: InquiryComponents, init: InquiryInit) {
    this.components = components
    this.init = init
  }

  /** Returns undefined when the peer gave no answer */
  async ask (connection: Connection, rendezvous: Rendezvous): Promise<Answer | undefined> {
    const id = `${connection.remotePeer.toString()} ${rendezvous.key.toString()}`
    const answer = this.answers.get(id) ?? this.askAgain(connection, rendezvous)
    this.answers.set(id, answer)

    return answer
  }

  /** Forgets the answers, so that everybody is asked again */
  afresh (): void {
    this.answers.clear()
  }

  /** Forgets the answer of a peer, so that it is asked again */
  forget (peer: PeerId): void {
    deleteByPrefix(this.answers, `${peer.toString()} `)
  }

  /**
   * Asks again after a reset: a stock DHT server that is just learning of a provider has
   * its name before its addresses, and resets a query in between
   */
  private async askAgain (connection: Connection, rendezvous: Rendezvous): Promise<Answer | undefined> {
    const deadline = performance.now() + DIRECT_TIMEOUT

    for (let failures = 0; ; failures++) {
      try {
        const record = await this.record(rendezvous)
        const asked = this.init.clock.now()
        const { providers, time } = await askForProviders(connection, {
          protocol: this.init.dhtProtocol,
          key: rendezvous.key,
          record,
          rules: { privateAddresses: this.init.privateAddresses !== false, own: this.components.addressManager.getAddresses() },
          signal: this.init.signal
        })

        if (time != null) {
          this.init.clock.addReport(connection.remotePeer.toString(), time, { at: (asked + this.init.clock.now()) / 2 })
        }

        return this.tell(providers)
      } catch (err: any) {
        this.init.log('a DHT peer did not answer - %s', err.message)

        if (failures === DIRECT_RETRIES || performance.now() >= deadline || connection.status !== 'open' || this.init.signal.aborted) {
          return
        }
      }
    }
  }

  /** Returns the provider record of this peer, signed for the group */
  private async record ({ key, sign }: Rendezvous): Promise<DhtPeer> {
    const id = this.components.peerId.toMultihash().bytes.slice()
    const multiaddrs = this.ownAddresses().map(address => withoutPeer(address).bytes.slice())

    // nobody is sent to a peer without addresses, so it has nothing to prove
    return multiaddrs.length === 0 ? { id, multiaddrs, proof: new Uint8Array(0) } : signProvider(key.multihash.bytes, { id, multiaddrs }, sign)
  }

  /** Returns where others can dial this peer: nowhere if it only looks */
  private ownAddresses (): Multiaddr[] {
    const addresses = this.init.findOnly === true ? [] : this.components.addressManager.getAddresses()

    return selectAddresses(addresses.filter(address => this.init.privateAddresses !== false || !isPrivate(address)))
  }

  private tell (providers: FoundProvider[]): Answer {
    // a provider without a proof isn't asked: it would learn the protocol name that we ask for
    const others = providers.filter(({ proven }) => !this.init.signal.aborted && (proven || this.init.proofs === false))
    others.forEach(provider => { this.init.onProvider(provider) })

    return { found: others.length, proven: others.some(({ proven }) => proven) }
  }
}
