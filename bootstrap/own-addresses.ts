import type { AddressManager } from '@libp2p/interface-internal'

/** Confirms a bootstrap peer's public addresses; see {@link ownAddresses} */
export interface OwnAddresses {
  /** Tells libp2p that the public addresses it listens on can be reached */
  confirm(): void
}

/**
 * Lets a peer announce its public addresses at once. libp2p waits until several peers
 * have dialled them back, but a bootstrap peer is the first of its network, and a
 * machine with a public address on one of its own interfaces isn't behind a NAT.
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
