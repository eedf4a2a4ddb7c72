import { PERFECT, WITHOUT_OFFLOADING } from './ethernet.ts'
import { shell } from './shell.ts'
import type { Ethernet, LinkConditions } from './ethernet.ts'

/** Addresses of one network, which nobody else gives out */
export interface Subnet {
  /** Length of the network's prefix */
  readonly bits: number
  /** Next hop of everything that is elsewhere */
  readonly router: string
  /** Returns an address that was never used */
  next(): string
}

export interface CableInit {
  /** Namespace of the host */
  namespace: string
  /** Name of its interface */
  device: string
  /** One for each address; the first is the one that counts */
  subnets: Subnet[]
  /** Connects the other end, given the name of the namespace and the device at this one */
  attach(cable: Cable): Promise<void>
  /** Where it is attached to the internet: the switch, and the port */
  uplink?: { ethernet: Ethernet, port: string }
}

/** An interface of a host and what it is plugged into */
export class Cable {
  readonly namespace: string
  readonly device: string
  private readonly init: CableInit
  private current: string[]

  constructor (init: CableInit) {
    this.init = init
    this.namespace = init.namespace
    this.device = init.device
    this.current = init.subnets.map(subnet => subnet.next())
  }

  /** The host's addresses here */
  get addresses (): string[] {
    return this.current
  }

  /** Called once by the lab */
  async connect (): Promise<void> {
    await this.init.attach(this)
    shell(`ethtool -K ${this.device} ${WITHOUT_OFFLOADING} > /dev/null`, { namespace: this.namespace })
    this.plug()
  }

  /** Undoes {@link unplug} */
  plug (): void {
    const { subnets, uplink } = this.init
    const metric = 100 + Number(this.device.replace(/\D/g, '') || 0)
    const lines = subnets.flatMap(({ bits, router }, index) => [
      // without asking whether somebody else has it, which takes seconds in IPv6
      `ip address replace ${this.current[index]}/${bits} dev ${this.device}${router.includes(':') ? ' nodad' : ''}`,
      `ip link set ${this.device} up`,
      `ip ${familyOf(router)} route replace default via ${router} dev ${this.device} metric ${metric}`,
      // nobody is beyond the internet's end, and asking for it would only take time
      ...(uplink == null ? [] : [`ip neigh replace ${router} lladdr 02:00:00:00:00:01 dev ${this.device} nud permanent`])
    ])

    shell(lines.join('\n'), { namespace: this.namespace })
  }

  /** Pulls it out: the host notices, unlike with {@link setConditions} */
  unplug (): void {
    shell(`ip link set ${this.device} down`, { namespace: this.namespace })
  }

  /** Replaces each address by another of the same network */
  changeAddress (): void {
    const { subnets } = this.init

    shell(this.current.map((address, index) => `ip address del ${address}/${subnets[index].bits} dev ${this.device}`).join('\n'), { namespace: this.namespace })
    this.current = subnets.map(subnet => subnet.next())
    this.plug()
  }

  /** Changes what happens to packets on this link: to nothing, by default */
  async setConditions (conditions: Partial<LinkConditions> = {}): Promise<void> {
    const { uplink } = this.init

    if (uplink == null) {
      throw new Error('Only links to the internet have conditions: use those of the router')
    }

    await uplink.ethernet.setConditions(uplink.port, { ...PERFECT, ...conditions })
  }
}

/** Returns the option of `ip` for the family of an address */
function familyOf (address: string): string {
  return address.includes(':') ? '-6' : '-4'
}
