import { isIPv6 } from 'node:net'
import { claimPorts, DEFAULT_METRICS_HOST, DEFAULT_PAGE_PORT, DEFAULT_STUN_PORT, DEFAULT_TCP_PORT, DEFAULT_TURN_PORT, DEFAULT_WEBRTC_PORT, DEFAULT_WS_PORT, loopbackHosts } from './ports.ts'
import type { BootstrapPeerInit } from './bootstrap-peer.ts'
import type { PortClaim } from './ports.ts'

export interface ChosenAddresses {
  /** Multiaddrs */
  listen: string[]

  /** UDP */
  stunPort?: number

  /** UDP and TCP */
  turnPort?: number
}

/**
 * Chooses what a bootstrap peer listens on, after a check that all of it is free
 *
 * @throws {PortInUseError}
 */
export async function chooseAddresses (init: BootstrapPeerInit, hosts: string[]): Promise<ChosenAddresses> {
  const wanted: Array<Omit<PortClaim, 'port'> & { port: number | false, suffix?: string }> = [
    { protocol: 'tcp', port: init.port ?? DEFAULT_TCP_PORT, use: 'TCP', suffix: '' },
    { protocol: 'tcp', port: init.wsPort ?? DEFAULT_WS_PORT, use: 'WebSocket', suffix: '/ws' },
    { protocol: 'udp', port: init.webrtcPort ?? DEFAULT_WEBRTC_PORT, use: 'WebRTC-Direct', suffix: '/webrtc-direct' },
    { protocol: 'udp', port: init.stunPort ?? DEFAULT_STUN_PORT, use: 'STUN' }
  ]
  const claims = wanted.filter((claim): claim is PortClaim & { suffix?: string } => claim.port !== false)
  // checked here too: the page's server listens last, after WebRTC-Direct has taken its port for good
  const page: PortClaim[] = init.page == null ? [] : [{ protocol: 'tcp', port: init.page.port ?? DEFAULT_PAGE_PORT, use: 'the page', hosts: loopbackHosts() }]
  const turn: PortClaim[] = init.turn == null ? [] : [{ protocol: 'udp', port: init.turn.port ?? DEFAULT_TURN_PORT, use: 'TURN' }, { protocol: 'tcp', port: init.turn.port ?? DEFAULT_TURN_PORT, use: 'TURN' }]
  const metrics: PortClaim[] = init.metricsServer == null ? [] : [{ protocol: 'tcp', port: init.metricsServer.port, use: 'metrics', hosts: [init.metricsServer.host ?? DEFAULT_METRICS_HOST] }]
  const ports = await claimPorts([...claims, ...turn, ...page, ...metrics], hosts)
  const listen: string[] = []
  let stunPort: number | undefined

  for (const [index, { protocol, suffix }] of claims.entries()) {
    if (suffix == null) {
      stunPort = ports[index]
    } else {
      listen.push(...hosts.map(host => `/ip${isIPv6(host) ? 6 : 4}/${host}/${protocol}/${ports[index]}${suffix}`))
    }
  }

  return { listen, stunPort, turnPort: init.turn == null ? undefined : ports[claims.length] }
}
