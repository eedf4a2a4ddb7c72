import { Cable } from './cable.ts'
import { Ethernet } from './ethernet.ts'
import { LabHost } from './lab-host.ts'
import { namespaces, newPrefix, removeLeftovers, removeNamespaces } from './leftovers.ts'
import { Router } from './router.ts'
import { shell } from './shell.ts'
import type { Subnet } from './cable.ts'
import type { LinkConditions } from './ethernet.ts'
import type { NATKind } from './nat-rules.ts'

/** What a host without a router has addresses of: the internet's, or an IPv6 network of its own (RFC 4193) */
export type AddressKind = 'ip4' | 'ip6' | 'unique-local'

export interface PlaceInit {
  /**
   * The router of the local network it is in
   *
   * @default it has a public address
   */
  behind?: Router

  /**
   * Without a router: its addresses, the one that counts first
   *
   * @default IPv4 alone
   */
  kinds?: AddressKind[]
}

export interface RouterInit extends Pick<PlaceInit, 'behind'> {
  /**
   * Number of its local network, the third part of the addresses, for two networks with
   * the same addresses
   *
   * @default one that no other router of the lab has
   */
  network?: number
}

/**
 * A piece of internet on this machine: hosts and routers in network namespaces, joined
 * by links with a delay. Its public addresses are in 11.77.0.0/16 and 2a0b:77::/64, which
 * libp2p takes for public ones; no route leads out of it.
 */
export class Lab {
  private readonly prefix = newPrefix()
  private readonly ethernet: Ethernet
  private readonly link: Partial<LinkConditions>
  private readonly onExit = (): void => { removeNamespaces(namespaces(this.prefix)) }
  private readonly internet: Record<AddressKind, Subnet>
  private routers = 0

  /**
   * What it is passed happens to a packet on its way from one host to another, half of it
   * on each of their links; `rate` is that of each uplink
   */
  constructor ({ delay = 0, jitter = 0, loss = 0, rate = 0 }: Partial<LinkConditions> = {}) {
    removeLeftovers()

    this.internet = {
      ip4: subnet(16, '11.77.255.254', hosts => `11.77.${hosts >> 8}.${hosts & 255}`),
      ip6: subnet(64, '2a0b:77::ffff:1', hosts => `2a0b:77::${hosts.toString(16)}`),
      'unique-local': subnet(64, 'fd77::ffff:1', hosts => `fd77::${hosts.toString(16)}`)
    }
    this.link = { delay: delay / 2, jitter: jitter / 2, loss: 100 * (1 - Math.sqrt(1 - loss / 100)), rate }
    // when mocha ends the process early
    process.once('exit', this.onExit)
    this.ethernet = new Ethernet(`${this.prefix}internet`)
  }

  /** Adds a host, named for its namespace */
  async host (name: string, place: PlaceInit = {}): Promise<LabHost> {
    const host = new LabHost(`${this.prefix}${name}`, place.kinds?.some(kind => kind !== 'ip4'))
    await this.plug(host, place)

    return host
  }

  /** Adds a router, which translates addresses: it is a NAT */
  async router (name: string, kind: NATKind, { behind, network }: RouterInit = {}): Promise<Router> {
    const router = new Router(`${this.prefix}${name}`, network ?? 10 + this.routers++)
    await this.plug(router, { behind, device: 'wan' })
    router.translate(kind)

    return router
  }

  /** Plugs a host into another network besides the first; its route is used when those before it are unplugged */
  async plug (host: LabHost, { behind, kinds = ['ip4'], device = `eth${host.cables.length}` }: PlaceInit & { device?: string } = {}): Promise<Cable> {
    const cable = behind == null ? this.uplink(host.namespace, device, kinds) : behind.cable(host.namespace, device)

    await cable.connect()
    host.cables.push(cable)

    if (behind == null) {
      await cable.setConditions(this.link)
    }

    return cable
  }

  /**
   * Writes the start of each packet between hosts to a file in the format of libpcap, until
   * the next call, with the time at which it left its host; without a path, stops
   */
  async capture (path?: string): Promise<void> {
    await this.ethernet.capture(path)
  }

  /** Removes everything, and kills what still runs in it. Idempotent */
  async stop (): Promise<void> {
    process.off('exit', this.onExit)
    await this.ethernet.stop()
    removeNamespaces(namespaces(this.prefix))
  }

  private uplink (namespace: string, device: string, kinds: AddressKind[]): Cable {
    const { ethernet } = this
    const port = ethernet.newPort()

    return new Cable({
      namespace,
      device,
      subnets: kinds.map(kind => this.internet[kind]),
      uplink: { ethernet, port },
      attach: async () => {
        shell(`ip link add ${port} netns ${ethernet.namespace} type veth peer name ${device} netns ${namespace}`)
        await ethernet.add(port)
      }
    })
  }
}

function subnet (bits: number, router: string, nth: (index: number) => string): Subnet {
  let hosts = 0

  return { bits, router, next: () => nth(++hosts) }
}
