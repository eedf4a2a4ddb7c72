import { isPrivate } from '@libp2p/utils'
import { CODE_P2P, multiaddr } from '@multiformats/multiaddr'
import { MAX_ADDRESS_BYTES } from './limits.ts'
import type { PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface RecordRules {
  /** More make a record one to be skipped */
  maxAddresses: number

  /** Private and loopback addresses may stand in records */
  privateAddresses: boolean

  /** The reader's own addresses, which lead it nowhere */
  own: readonly Multiaddr[]
}

/**
 * Returns the useful addresses of a provider record, without the provider's PeerId at the
 * end. Returns undefined to skip the record: it has no addresses or too many, one that is
 * too long or malformed, or only addresses that belong to another peer, are private in a
 * public network, or are the reader's own.
 */
export function usableAddresses (provider: PeerId, addresses: readonly Uint8Array[], rules: RecordRules): Multiaddr[] | undefined {
  if (addresses.length > rules.maxAddresses || addresses.some(bytes => bytes.byteLength > MAX_ADDRESS_BYTES)) {
    return undefined
  }

  try {
    // the addresses of two peers behind one relay differ only in their PeerIds
    const own = new Set(rules.own.map(withoutPeer).filter(address => !isRelayed(address)).map(address => address.toString()))
    const usable = addresses
      // a part of the message would hold all of it
      .map(bytes => multiaddr(bytes.slice()))
      .filter(address => peerOf(address) == null || peerOf(address) === provider.toString())
      .map(withoutPeer)
      .filter(address => address.getComponents().length > 0 && !own.has(address.toString()) && (rules.privateAddresses || !isPrivate(address)))

    return usable.length > 0 ? usable : undefined
  } catch {
    return undefined
  }
}

/** An address as it stands in records: whose it is is said beside it */
export function withoutPeer (address: Multiaddr): Multiaddr {
  return peerOf(address) == null ? address : address.decapsulateCode(CODE_P2P)
}

/** Returns the PeerId of the relay of a relayed address */
export function relayOf (address: Multiaddr): string | undefined {
  return isRelayed(address) ? address.getComponents().find(({ name }) => name === 'p2p')?.value : undefined
}

/** Whether a relay carries what goes to it */
export function isRelayed (address: Multiaddr): boolean {
  return address.getComponents().some(({ name }) => name === 'p2p-circuit')
}

/** The peer at the very end; that of a relay is not */
function peerOf (address: Multiaddr): string | undefined {
  const last = address.getComponents().at(-1)

  return last?.code === CODE_P2P ? last.value : undefined
}
