import { ip4Network, ip6Network } from '../network/ip-network.ts'
import { isRelayed } from '../network/provider-record.ts'
import { setNewest } from '../newest.ts'
import { MAX_FAILED_PROOFS_PER_NETWORK, MAX_FAILED_PROOFS_PER_PEER, MAX_OFFENDERS, OFFENDER_IGNORED, PROOF_PERIOD } from './limits.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

interface Record {
  /** ms, of failed proofs in the last minute */
  failures: number[]
  ignoredUntil: number
}

/**
 * Who keeps failing to prove that it is of the group is ignored for a while: by
 * its session key, and by the network that it comes from, since keys cost nothing
 */
export class Offenders {
  private readonly records = new Map<string, Record>()

  /**
   * A stream of this peer has failed
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

  /** Whether nothing of this peer is to be looked at */
  isIgnored (sessionKey: string, network: string | undefined, now: number): boolean {
    return [sessionKey, network].some(key => key != null && (this.records.get(key)?.ignoredUntil ?? 0) > now)
  }

  private count (key: string, max: number, now: number): void {
    const record = this.records.get(key) ?? { failures: [], ignoredUntil: 0 }

    record.failures = [...record.failures.filter(at => at > now - PROOF_PERIOD), now]

    if (record.failures.length >= max) {
      record.failures = []
      record.ignoredUntil = now + OFFENDER_IGNORED
    }

    setNewest(this.records, key, record, MAX_OFFENDERS)
  }
}

/**
 * The network that an address is in; nothing for one that goes over a relay, whose
 * network says nothing of who is behind it, and for this machine's own, on which all
 * are the user's
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
