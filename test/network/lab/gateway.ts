import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { shell } from './shell.ts'
import type { Router } from './router.ts'

/** Where miniupnpd puts its rules: the router's own come after them */
const TABLE = `
table inet igd {
  chain forward { type filter hook forward priority filter - 1; jump forward_igd; }
  chain prerouting { type nat hook prerouting priority dstnat - 1; jump prerouting_igd; }
  chain postrouting { type nat hook postrouting priority srcnat + 1; jump postrouting_igd; }
  chain forward_igd { }
  chain prerouting_igd { }
  chain postrouting_igd { }
}
`

const CONFIGURATION = `
ext_ifname=wan
listening_ip=lan
enable_upnp=yes
enable_natpmp=no
secure_mode=yes
upnp_table_name=igd
upnp_nat_table_name=igd
upnp_forward_chain=forward_igd
upnp_nat_chain=prerouting_igd
upnp_nat_postrouting_chain=postrouting_igd
uuid=00000000-0000-0000-0000-000000000001
allow 1024-65535 0.0.0.0/0 1024-65535
`

/** Returns why a router can't open ports by UPnP here, or `undefined` if it can */
export function missingGateway (): string | undefined {
  try {
    shell('command -v miniupnpd')
  } catch {
    return 'it needs miniupnpd (Debian: miniupnpd-nftables)'
  }
}

/** Opens ports on a router by UPnP, as many a router at home does: miniupnpd. It ends with the lab */
export class Gateway {
  private readonly router: Router
  private readonly lines: string[] = []

  /** `directory` is for its configuration */
  constructor (router: Router, directory: string) {
    const path = join(directory, `${router.namespace}.conf`)
    this.router = router
    writeFileSync(path, CONFIGURATION)
    shell('nft -f -', { namespace: router.namespace, input: TABLE })

    const child = spawn('ip', ['netns', 'exec', router.namespace, 'miniupnpd', '-d', '-f', path, '-P', `${path}.pid`], { stdio: ['ignore', 'pipe', 'pipe'] })

    for (const input of [child.stdout, child.stderr]) {
      createInterface({ input }).on('line', line => { this.lines.push(line) })
    }
  }

  /** What it has printed; that includes each search for a gateway */
  get log (): readonly string[] {
    return this.lines
  }

  /** Rules of the ports that are open now */
  get mappings (): string[] {
    return shell('nft list chain inet igd prerouting_igd', { namespace: this.router.namespace }).split('\n').filter(line => line.includes('dnat'))
  }
}
