import type { AddressManager } from '@libp2p/interface-internal'

/** Tells libp2p that the public addresses it listens on can be reached */
export interface OwnAddresses {
  confirm(): void
}

/**
 * libp2p keeps a public address to itself until several peers have dialled it back.
 * A bootstrap peer is the first of its network, and a machine that has a public
 * address on an interface of its own is not behind a NAT.
 */
export function ownAddresses (): (components: { addressManager: AddressManager }) => OwnAddresses {
  return ({ addressManager }) => ({
    confirm: () => {
      for (const { multiaddr, type, verified } of addressManager.getAddressesWithMetadata()) {
        if (type === 'transport' && !verified) {
          addressManager.confirmObservedAddr(multiaddr, { type, ttl: Number.MAX_SAFE_INTEGER })
        }
      }
    }
  })
}
