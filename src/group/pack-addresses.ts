import { InvalidParametersError } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { concat } from 'uint8arrays/concat'
import { equals } from 'uint8arrays/equals'
import type { Multiaddr } from '@multiformats/multiaddr'

const KEY_BYTES = 32

/** How the component /p2p/… of an Ed25519 peer begins, before its public key */
const PEER = Uint8Array.of(0xa5, 0x03, 0x26, 0x00, 0x24, 0x08, 0x01, 0x12, 0x20)

/** Index of no peer */
const NONE = 0

export interface PackedAddresses {
  /** Ed25519 public keys of the peers, 32 bytes each */
  peers: Uint8Array

  /**
   * One for each address: any number of parts, each the length of some components, the
   * components, and the index of the peer that follows them, from 1
   */
  addresses: Uint8Array[]
}

/**
 * Packs addresses for an invite. A peer id takes most of an address, and several
 * addresses of an invite often belong to the same peer.
 */
export function packAddresses (addresses: Multiaddr[]): PackedAddresses {
  const peers: Uint8Array[] = []

  const packed = addresses.map(address => {
    const parts: Uint8Array[] = []
    let components: Uint8Array[] = []

    const end = (index: number): void => {
      const bytes = concat(components)
      parts.push(Uint8Array.of(bytes.byteLength), bytes, Uint8Array.of(index))
      components = []
    }

    for (const component of address.getComponents()) {
      const { bytes } = multiaddr([component])

      if (bytes.byteLength === PEER.byteLength + KEY_BYTES && equals(bytes.subarray(0, PEER.byteLength), PEER)) {
        end(indexOf(peers, bytes.subarray(PEER.byteLength)) + 1)
      } else {
        components.push(bytes)
      }
    }

    if (components.length > 0) {
      end(NONE)
    }

    return concat(parts)
  })

  return { peers: concat(peers), addresses: packed }
}

/**
 * Returns the addresses as bytes of multiaddrs
 *
 * @throws {InvalidParametersError}
 */
export function unpackAddresses ({ peers, addresses }: PackedAddresses): Uint8Array[] {
  return addresses.map(packed => {
    const parts: Uint8Array[] = []

    for (let at = 0; at < packed.byteLength;) {
      const end = at + 1 + packed[at]
      const index = packed[end]

      if (index == null || index * KEY_BYTES > peers.byteLength) {
        throw new InvalidParametersError('A packed address is cut short, or names a peer that isn\'t there')
      }

      parts.push(packed.subarray(at + 1, end), ...(index === NONE ? [] : [PEER, peers.subarray((index - 1) * KEY_BYTES, index * KEY_BYTES)]))
      at = end + 1
    }

    return concat(parts)
  })
}

/** Adds the peer if it is new */
function indexOf (peers: Uint8Array[], key: Uint8Array): number {
  const known = peers.findIndex(peer => equals(peer, key))

  return known >= 0 ? known : peers.push(key) - 1
}
