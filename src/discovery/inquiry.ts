import { isPrivate } from '@libp2p/utils'
import { selectAddresses } from '../network/addresses.ts'
import { provenBytes } from '../network/provider-proof.ts'
import { withoutPeer } from '../network/provider-record.ts'
import { askForProviders } from './direct-first.ts'
import { DIRECT_RETRIES, DIRECT_TIMEOUT } from './limits.ts'
import type { FoundProvider } from './direct-first.ts'
import type { Rendezvous } from '../group/index.ts'
import type { DhtPeer } from '../network/pb/dht.ts'
import type { Connection, Logger, PeerId } from '@libp2p/interface'
import type { AddressManager } from '@libp2p/interface-internal'
import type { Multiaddr } from '@multiformats/multiaddr'

/** What a DHT peer's answer was worth */
export interface Answer {
  found: number
  /** It named somebody who has the group's secret */
  proven: boolean
}

export interface InquiryComponents {
  peerId: PeerId
  addressManager: AddressManager
}

/** What DHT peers are told, and what is taken of their answers */
export interface AskingInit {
  /** Protocol id of the network's DHT */
  dhtProtocol: string
  /**
   * Only find: one who looks and has not joined is nobody that others should find
   *
   * @default false
   */
  findOnly?: boolean
  /**
   * DHT servers keep what members prove, so that who has no proof is no member. Not
   * so in a DHT of others' servers: everybody whom they name is tried there.
   *
   * @default true
   */
  proofs?: boolean
  /**
   * Members may be at private addresses: not so on the internet
   *
   * @default true
   */
  privateAddresses?: boolean
}

export interface InquiryInit extends AskingInit {
  onProvider(provider: FoundProvider): void
  signal: AbortSignal
  log: Logger
}

/** Tells DHT peers of us and asks them for others, each once until all are asked afresh */
export class Inquiry {
  private readonly components: InquiryComponents
  private readonly init: InquiryInit
  private readonly answers = new Map<string, Promise<Answer | undefined>>()

  constructor (components: InquiryComponents, init: InquiryInit) {
    this.components = components
    this.init = init
  }

  /** Returns nothing when it gave no answer */
  async ask (connection: Connection, rendezvous: Rendezvous): Promise<Answer | undefined> {
    const id = `${connection.remotePeer.toString()} ${rendezvous.key.toString()}`
    const answer = this.answers.get(id) ?? this.askAgain(connection, rendezvous)
    this.answers.set(id, answer)

    return answer
  }

  /** Those who were asked before are asked again when it is their turn */
  afresh (): void {
    this.answers.clear()
  }

  /**
   * A DHT peer other than ours that is just being told of another provider has its
   * name before its addresses, and resets the stream of who asks in between
   */
  private async askAgain (connection: Connection, rendezvous: Rendezvous): Promise<Answer | undefined> {
    const deadline = performance.now() + DIRECT_TIMEOUT

    for (let failures = 0; ; failures++) {
      try {
        const record = await this.record(rendezvous)
        const providers = await askForProviders(connection, {
          protocol: this.init.dhtProtocol,
          key: rendezvous.key,
          record,
          rules: { privateAddresses: this.init.privateAddresses !== false, own: this.components.addressManager.getAddresses() },
          signal: this.init.signal
        })

        return this.tell(providers)
      } catch (err) {
        this.init.log('a DHT peer did not answer - %e', err)

        if (failures === DIRECT_RETRIES || performance.now() >= deadline || connection.status !== 'open' || this.init.signal.aborted) {
          return
        }
      }
    }
  }

  /** What others are told of this peer, signed for the group */
  private async record ({ key, sign }: Rendezvous): Promise<DhtPeer> {
    const id = this.components.peerId.toMultihash().bytes.slice()
    const multiaddrs = this.ownAddresses().map(address => withoutPeer(address).bytes.slice())
    const proof = multiaddrs.length === 0 ? new Uint8Array(0) : await sign(provenBytes(key.multihash.bytes, { id, multiaddrs }))

    return { id, multiaddrs, proof: proof.slice() }
  }

  /** Where others can find this peer: nowhere when it only looks */
  private ownAddresses (): Multiaddr[] {
    const addresses = this.init.findOnly === true ? [] : this.components.addressManager.getAddresses()

    return selectAddresses(addresses.filter(address => this.init.privateAddresses !== false || !isPrivate(address)))
  }

  private tell (providers: FoundProvider[]): Answer {
    // who has no proof is not even asked: it would learn what name we ask for
    const others = providers.filter(({ proven }) => !this.init.signal.aborted && (proven || this.init.proofs === false))
    others.forEach(provider => { this.init.onProvider(provider) })

    return { found: others.length, proven: others.some(({ proven }) => proven) }
  }
}
