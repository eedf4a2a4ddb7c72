import { MAX_KEYS, MAX_PROVIDERS_PER_KEY, MAX_RECORDS, ROOM_MADE } from './limits.ts'
import { byWorth, keysByWorth } from './who-stays.ts'

/** A provider of a key, with what decides whether its record stays */
export interface Provider {
  /** A PeerId */
  readonly peer: string
  /** Whether it has proven that it holds the key's secret */
  readonly proven: boolean
  /** The network that it is connected from, see `networkOf` */
  readonly network: string
  /** When it added itself, in ms since the Unix epoch */
  readonly at: number
}

export interface ProviderStoreInit<T extends Provider> {
  /** How long a provider is kept, in ms */
  validity: number

  /** Returns whether a provider is connected to this peer */
  isConnected(provider: T): boolean

  /**
   * Returns a number from 0 to 1
   *
   * @default Math.random
   */
  random?(): number

  /**
   * The clock, in ms since the Unix epoch
   *
   * @default Date.now
   */
  now?(): number
}

/**
 * Provider records of a DHT server, never more than the bounds allow. `who-stays.ts`
 * decides which records stay when there are more.
 */
export class ProviderStore<T extends Provider> {
  private readonly init: ProviderStoreInit<T>
  private readonly keys = new Map<string, Map<string, T>>()
  /** Number of records by network */
  private readonly networks = new Map<string, number>()
  private records = 0

  constructor (init: ProviderStoreInit<T>) {
    this.init = init
  }

  /** Number of keys and records, including expired ones that haven't been removed yet */
  get size (): { keys: number, records: number } {
    return { keys: this.keys.size, records: this.records }
  }

  /** Adds a provider, or replaces its last record. Returns false if the store is full. */
  add (key: string, provider: T): boolean {
    this.expire(key)
    this.remove(key, provider.peer)
    this.set(key, provider)

    if ((this.keys.get(key)?.size ?? 0) > MAX_PROVIDERS_PER_KEY) {
      this.ranked(key).slice(MAX_PROVIDERS_PER_KEY).forEach(({ peer }) => { this.remove(key, peer) })
    }

    if (this.keys.size > MAX_KEYS || this.records > MAX_RECORDS) {
      this.makeRoom()
    }

    return this.keys.get(key)?.has(provider.peer) === true
  }

  /** Returns the providers of a key, the most trustworthy first */
  get (key: string): T[] {
    this.expire(key)

    return this.ranked(key)
  }

  /** Removes a provider; idempotent */
  remove (key: string, peer: string): void {
    const providers = this.keys.get(key)
    const provider = providers?.get(peer)

    if (providers == null || provider == null) {
      return
    }

    const others = (this.networks.get(provider.network) ?? 1) - 1
    this.networks.set(provider.network, others)
    this.records--
    providers.delete(peer)

    if (others === 0) {
      this.networks.delete(provider.network)
    }

    if (providers.size === 0) {
      this.keys.delete(key)
    }
  }

  private ranked (key: string): T[] {
    const claims = [...this.keys.get(key)?.values() ?? []]
      .map(provider => ({ provider, proven: provider.proven, connected: this.init.isConnected(provider), network: provider.network }))

    return byWorth(claims, this.init.random).map(({ provider }) => provider)
  }

  /** Removes the least worthy keys, and a few more than necessary, so that this is rare */
  private makeRoom (): void {
    [...this.keys.keys()].forEach(key => { this.expire(key) })

    const claims = keysByWorth([...this.keys].map(([key, providers]) => ({
      key,
      connected: [...providers.values()].some(provider => this.init.isConnected(provider)),
      crowd: Math.min(...[...providers.values()].map(({ network }) => this.networks.get(network) ?? 0))
    })), this.init.random)

    while (this.keys.size > MAX_KEYS * (1 - ROOM_MADE) || this.records > MAX_RECORDS * (1 - ROOM_MADE)) {
      const { key } = claims.pop() as { key: string }
      this.keys.get(key)?.forEach(({ peer }) => { this.remove(key, peer) })
    }
  }

  private expire (key: string): void {
    const now = (this.init.now ?? Date.now)()

    for (const { peer, at } of this.keys.get(key)?.values() ?? []) {
      if (now - at > this.init.validity) {
        this.remove(key, peer)
      }
    }
  }

  private set (key: string, provider: T): void {
    const providers = this.keys.get(key) ?? new Map<string, T>()
    providers.set(provider.peer, provider)
    this.keys.set(key, providers)
    this.networks.set(provider.network, (this.networks.get(provider.network) ?? 0) + 1)
    this.records++
  }
}
