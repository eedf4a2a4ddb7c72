import { peerIn, relayTargetOf } from './dial-target.ts'
import { isRelayed, withoutPeer } from './provider-record.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * What a peer that hides its addresses may dial: its own bootstrap peers, at the very
 * addresses that the user has given, and others through one of them. Any other peer that is
 * dialled learns our address, and members and DHT peers may name any peer, as the relay
 * of a bootstrap peer's key as well.
 */
export class RelayOnlyRule {
  private readonly addresses: Set<string>
  private readonly relays: Set<string>

  constructor (entries: Multiaddr[]) {
    this.addresses = new Set(entries.map(address => withoutPeer(address).toString()))
    this.relays = new Set(entries.flatMap(address => peerIn(address) ?? []))
  }

  mayDial (address: Multiaddr): boolean {
    try {
      const relay = relayTargetOf(address)

      return relay == null ? this.addresses.has(withoutPeer(address).toString()) : this.relays.has(relay.id)
    } catch {
      // through several relays, or an unknown one
      return false
    }
  }
}

/** Returns those of a peer's addresses that belong to a relay */
export function relayedAddresses (addresses: Multiaddr[]): Multiaddr[] {
  return addresses.filter(isRelayed)
}
