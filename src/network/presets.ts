import { UnknownNetworkError } from './errors.ts'

const HOUR = 60 * 60_000

/** Protocol id of the DHT of groupcall's own networks */
export const DHT_PROTOCOL = '/groupcall/kad/1.0.0'

/**
 * A network to meet in: which DHT, and what is known of it beforehand
 */
export interface NetworkPreset {
  readonly name: string

  /** Protocol id of the network's DHT */
  readonly dhtProtocol: string

  /** Multiaddrs of peers to enter by, when the user names none */
  readonly addresses: readonly string[]

  /** Its DHT servers keep proofs, so a provider without one isn't a member */
  readonly proofs: boolean

  /** Private and loopback addresses may stand in provider records */
  readonly private: boolean

  /** Size of a k-bucket, and so how many peers a provider record is sent to */
  readonly bucketSize: number

  /** Shortest time to wait for a DHT peer's answer, in ms */
  readonly minTimeout: number

  /** How long another peer's provider record is kept, in ms */
  readonly providerValidity: number
}

/**
 * A network of groupcall's own. Every bootstrap peer makes one, on a single machine, in
 * a house or on the internet
 */
const local: NetworkPreset = {
  name: 'local',
  dhtProtocol: DHT_PROTOCOL,
  addresses: [],
  proofs: true,
  private: true,
  bucketSize: 8,
  minTimeout: 1_000,
  // the addresses beside a record last no longer, and without them it is of no use
  providerValidity: HOUR
}

/**
 * The public DHT of IPFS. It was tried only in network namespaces, with servers that are
 * libp2p's own services with default settings.
 *
 * @see https://github.com/libp2p/js-libp2p/blob/main/doc/GETTING_STARTED.md
 */
const amino: NetworkPreset = {
  name: 'amino',
  dhtProtocol: '/ipfs/kad/1.0.0',
  addresses: [
    '/dnsaddr/bootstrap.libp2p.io/p2p/QmNnooDu7bfjPFoTZYxMNLWUQJyrVwtbZg5gBMjTezGAJN',
    '/dnsaddr/bootstrap.libp2p.io/p2p/QmbLHAnMoJPWSCR5Zhtx6BHJX9KiKNN6tpvbUcqanj75Nb',
    '/dnsaddr/bootstrap.libp2p.io/p2p/QmcZf59bWwK5XFi76CZX8cbJ4BhTzzA3gU1ZjYZcYW3dwt',
    '/dnsaddr/bootstrap.libp2p.io/p2p/QmQCU2EcMqAqQPR2i9bChDtGNJchTbq5TbXJJ16u19uLTa'
  ],
  proofs: false,
  private: false,
  bucketSize: 20,
  // round trips of 300 ms are common there, and a connection takes several
  minTimeout: 2_000,
  // what its specification asks of those who store records
  providerValidity: 48 * HOUR
}

const PRESETS: readonly NetworkPreset[] = [local, amino]

/** Names of the networks that {@link getPreset} knows */
export const NETWORK_NAMES: readonly string[] = PRESETS.map(preset => preset.name)

/**
 * @throws {UnknownNetworkError}
 */
export function getPreset (name: string): NetworkPreset {
  const preset = PRESETS.find(preset => preset.name === name)

  if (preset == null) {
    throw new UnknownNetworkError(`There is no network called '${name}': choose one of ${NETWORK_NAMES.join(', ')}`)
  }

  return preset
}
