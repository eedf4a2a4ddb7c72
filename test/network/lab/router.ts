import { Cable } from './cable.ts'
import { LabHost } from './lab-host.ts'
import { natRules } from './nat-rules.ts'
import { shell } from './shell.ts'
import type { Subnet } from './cable.ts'
import type { NATKind } from './nat-rules.ts'

/** A router between a local network, 192.168.x.0/24, and the internet or another router */
export class Router extends LabHost {
  readonly lan: Subnet
  private ports = 0

  constructor (namespace: string, network: number) {
    super(namespace)

    let hosts = 1
    this.lan = { bits: 24, router: `192.168.${network}.1`, next: () => `192.168.${network}.${++hosts}` }
    shell(`
      echo 1 > /proc/sys/net/ipv4/ip_forward
      ip link add lan type bridge
      ip address add ${this.lan.router}/24 dev lan
      ip link set lan up
    `, { namespace })
  }

  /** Called once it is connected */
  translate (kind: NATKind): void {
    shell('nft -f -', { namespace: this.namespace, input: natRules(kind) })
  }

  /** Returns a cable from a host in its local network */
  cable (namespace: string, device: string): Cable {
    return new Cable({
      namespace,
      device,
      subnets: [this.lan],
      attach: async () => {
        const port = `lan${this.ports++}`

        shell(`
          ip link add ${port} netns ${this.namespace} type veth peer name ${device} netns ${namespace}
          ip -n ${this.namespace} link set ${port} master lan up
        `)
      }
    })
  }
}
