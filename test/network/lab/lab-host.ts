import { Running } from '../../cli/fixtures/run.ts'
import { shell } from './shell.ts'
import type { Cable } from './cable.ts'
import type { LinkConditions } from './ethernet.ts'
import type { RunOptions } from '../../cli/fixtures/run.ts'

/** Which packets are dropped; all of them by default */
export interface DropInit {
  /** Percent, of each direction */
  percent?: number
  /** Only to and from this address: for a host behind a NAT, that of the router */
  address?: string
  protocol?: 'udp' | 'tcp'
}

let drops = 0

/** A machine in a lab, or a router */
export class LabHost {
  readonly namespace: string
  readonly cables: Cable[] = []

  /**
   * @param namespace
   * @param hasIPv6 - false for a machine that doesn't know IPv6
   */
  constructor (namespace: string, hasIPv6 = false) {
    const disabled = hasIPv6 ? 0 : 1

    this.namespace = namespace
    shell(`ip netns add ${namespace}`)
    // by default, Linux answers for an address of one interface on another in the same network: once
    // that one is unplugged, its neighbours find the address again only when their caches expire
    shell(`
      echo ${disabled} > /proc/sys/net/ipv6/conf/all/disable_ipv6
      echo ${disabled} > /proc/sys/net/ipv6/conf/default/disable_ipv6
      echo 1 > /proc/sys/net/ipv4/conf/all/arp_ignore
      echo 2 > /proc/sys/net/ipv4/conf/all/arp_announce
      ip link set lo up
    `, { namespace })
  }

  /** Its address in the network it was first plugged into, the first one there */
  get address (): string {
    return this.addresses[0]
  }

  /** All of its addresses there */
  get addresses (): string[] {
    return this.cables[0].addresses
  }

  /** Runs the command, or another module of this repository, on this host */
  run (args: string[], options: Omit<RunOptions, 'namespace'> = {}): Running {
    return new Running(args, { ...options, namespace: this.namespace })
  }

  /** Drops packets on their way in and out, unnoticed; returns what ends it */
  drop ({ percent = 100, address, protocol }: DropInit = {}): () => void {
    const table = `drop${drops++}`
    const rule = (end: string): string => [
      protocol == null ? '' : `meta l4proto ${protocol}`,
      address == null ? '' : `${address.includes(':') ? 'ip6' : 'ip'} ${end} ${address}`,
      percent === 100 ? '' : `numgen random mod 1000 < ${Math.round(percent * 10)}`,
      'drop'
    ].join(' ')

    // a host may talk with itself
    shell('nft -f -', {
      namespace: this.namespace,
      input: `table inet ${table} {
        chain in { type filter hook input priority -10; iifname != "lo" ${rule('saddr')}; }
        chain out { type filter hook output priority -10; oifname != "lo" ${rule('daddr')}; }
        chain through { type filter hook forward priority -10; ${rule('saddr')}; ${address == null ? '' : rule('daddr')}; }
      }`
    })

    return () => { shell(`nft delete table inet ${table}`, { namespace: this.namespace }) }
  }

  /** Changes what happens on its first link, see {@link Cable.setConditions} */
  async setConditions (conditions?: Partial<LinkConditions>): Promise<void> {
    await this.cables[0].setConditions(conditions)
  }
}
