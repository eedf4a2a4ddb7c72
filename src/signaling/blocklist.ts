import { ip4Network, ip6Network } from '../network/ip-network.ts'
import { isRelayed } from '../network/provider-record.ts'
import { setNewest } from '../newest.ts'
import { MAX_BLOCKLIST_RECORDS, MAX_FAILED_PROOFS_PER_NETWORK, MAX_FAILED_PROOFS_PER_PEER, BLOCKED_TIME, PROOF_PERIOD } from './limits.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

interface Record {
  /** ms, of failed proofs in the last minute */
  failures: number[]
  blockedUntil: number
}

/**
 * Peers that keep failing to prove that they belong to the group are blocked for a
 * while: by session key, and by network, because keys cost nothing
 */
export class Blocklist {
  private readonly records = new Map<string, Record>()

  /**
   * Counts a stream of a peer that has failed
   *
   * @param sessionKey - that Noise proved, as hex
   * @param network - see {@link networkOf}
   * @param now - ms
   */
  fail (sessionKey: string, network: string | undefined, now: number): void {
    this.count(sessionKey, MAX_FAILED_PROOFS_PER_PEER, now)

    if (network != null) {
      this.count(network, MAX_FAILED_PROOFS_PER_NETWORK, now)
    }
  }

  /** Returns whether to reject everything from this peer */
  isBlocked (sessionKey: string, network: string | undefined, now: number): boolean {
    return [sessionKey, network].some(key => key != null && (this.records.get(key)?.blockedUntil ?? 0) > now)
  }

  private count (key: string, max: number, now: number): void {
    const record = this.records.get(key) ?? { failures: [], blockedUntil: 0 }

    record.failures = [...record.failures.filter(at => at > now - PROOF_PERIOD), now]

    if (record.failures.length >= max) {
      record.failures = []
      record.blockedUntil = now + BLOCKED_TIME
    }

    setNewest(this.records, key, record, MAX_BLOCKLIST_RECORDS)
  }
}

/**
 * Returns the network of an address. Relayed addresses have none, because the relay's
 * network says nothing about the peer behind it, and neither has loopback, where all
 * peers are the user's own.
 */
export function networkOf (address: Multiaddr): string | undefined {
  const [{ name, value }] = address.getComponents()

  if (value == null || value === '::1' || isRelayed(address)) {
    return undefined
  }

  if (name === 'ip4') {
    return value.startsWith('127.') ? undefined : ip4Network(value)
  }

  return name === 'ip6' ? ip6Network(value) : undefined
}
