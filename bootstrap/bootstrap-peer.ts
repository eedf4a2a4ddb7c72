import { isIPv6 } from 'node:net'
import { defaultLogger } from '@libp2p/logger'
import { getPreset } from '../src/network/presets.ts'
import { createBootstrapNode } from './bootstrap-node.ts'
import { keepConnected } from './keep-connected.ts'
import { createKeys, loadOrCreateKeys } from './key-store.ts'
import { createPageServer } from './page-server.ts'
import { allInterfaces, claimPorts, DEFAULT_PAGE_PORT, DEFAULT_STUN_PORT, DEFAULT_TCP_PORT, DEFAULT_WEBRTC_PORT, DEFAULT_WS_PORT, loopbackHosts, reachableHost } from './ports.ts'
import { createStunResponder } from './stun/index.ts'
import type { BootstrapServices } from './bootstrap-node.ts'
import type { PageServer, PageServerInit } from './page-server.ts'
import type { PortClaim } from './ports.ts'
import type { StunResponder, StunStatistics } from './stun/index.ts'
import type { NetworkPreset } from '../src/network/presets.ts'
import type { AbortOptions, ComponentLogger, Libp2p, PeerId, Startable } from '@libp2p/interface'

export interface BootstrapPeerInit extends AbortOptions {
  /**
   * A network, or the name of one that is known
   *
   * @default 'local'
   */
  network?: string | NetworkPreset

  /**
   * Directory of the keys, so that the addresses stay the same; made if it is not
   * there
   *
   * @default none: fresh keys
   */
  dataDir?: string

  /**
   * IP address to listen on
   *
   * @default all interfaces
   */
  host?: string

  /**
   * TCP port for Node peers; 0 for any free one, as with the other ports
   *
   * @default 4801
   */
  port?: number

  /**
   * TCP port for browsers on pages without TLS; false for none
   *
   * @default 4802
   */
  wsPort?: number | false

  /**
   * UDP port of WebRTC-Direct, for all browsers; false for none. It stays taken
   * until the process ends, whatever is stopped: libdatachannel does not let go.
   *
   * @default 4803
   */
  webrtcPort?: number | false

  /**
   * UDP port of the STUN responder; false for none
   *
   * @default 3478
   */
  stunPort?: number | false

  /**
   * Serve the web page at localhost; 4804 unless another port is named
   *
   * @default none
   */
  page?: { directory: string, port?: number }

  /**
   * Multiaddrs that this peer can be reached at from outside, such as
   * `/dns4/example.org/tcp/4801`; WebRTC-Direct ones need no certhash
   */
  announce?: string[]

  /**
   * Multiaddrs of other bootstrap peers to stay connected to
   *
   * @default those of the network
   */
  bootstrap?: string[]

  /**
   * The clock that it reports to peers that look for others, so that those whose
   * clocks are hours off still meet; ms since the Unix epoch
   *
   * @default Date.now
   */
  now?(): number
  logger?: ComponentLogger

  /**
   * @default true
   */
  start?: boolean
}

export interface BootstrapStatistics {
  connections: number

  /** Peers that hold a relay reservation */
  reservations: number
  stun?: StunStatistics
}

/**
 * A peer with lasting addresses that serves the DHT, relays, and answers STUN
 */
export interface BootstrapPeer extends Startable {
  readonly peerId: PeerId

  /** The libp2p node */
  readonly node: Libp2p<BootstrapServices>

  /** `stun:` URL of the responder, if there is one and it listens */
  readonly stunUrl?: string

  /** Where the web page is, if it is served */
  readonly pageUrl?: string

  /** Multiaddrs with the PeerId, loopback and private ones included; none before it is started */
  addresses(): string[]
  statistics(): BootstrapStatistics

  /** Called by {@link createBootstrapPeer} already, unless told otherwise */
  start(): Promise<void>

  /**
   * For good. A process that listened for WebRTC-Direct does not end by itself
   * afterwards: call `process.exit()`.
   */
  stop(): Promise<void>
}

interface BootstrapPeerParts {
  node: Libp2p<BootstrapServices>
  hosts: string[]
  responders: StunResponder[]
  uplinks: Startable
  page?: Omit<PageServerInit, 'config'> & { network: string }
}

class Libp2pBootstrapPeer implements BootstrapPeer {
  private readonly parts: BootstrapPeerParts
  private readonly page?: PageServer
  readonly node: Libp2p<BootstrapServices>

  constructor (parts: BootstrapPeerParts) {
    this.parts = parts
    this.node = parts.node

    if (parts.page != null) {
      const { network, ...page } = parts.page
      this.page = createPageServer({ ...page, config: () => ({ network, bootstrap: browserAddresses(this.addresses()), stun: this.stunUrl }) })
    }
  }

  get peerId (): PeerId {
    return this.node.peerId
  }

  get stunUrl (): string | undefined {
    const { responders, hosts } = this.parts

    if (responders.length === 0 || this.node.status !== 'started') {
      return
    }

    const host = reachableHost(hosts)

    return `stun:${isIPv6(host) ? `[${host}]` : host}:${responders[0].port}`
  }

  get pageUrl (): string | undefined {
    return this.page?.url
  }

  addresses (): string[] {
    return this.node.getMultiaddrs().map(address => address.toString())
  }

  statistics (): BootstrapStatistics {
    const [first, ...others] = this.parts.responders.map(responder => responder.statistics())

    return {
      connections: this.node.getConnections().length,
      reservations: this.node.services.relay.reservations.size,
      stun: others.reduce((sum, counts) => ({
        answered: sum.answered + counts.answered,
        refused: sum.refused + counts.refused,
        dropped: sum.dropped + counts.dropped,
        limited: sum.limited + counts.limited
      }), first)
    }
  }

  async start (): Promise<void> {
    const { node, responders, uplinks } = this.parts

    try {
      await Promise.all(responders.map(async responder => responder.start()))
      await node.start()
      node.services.ownAddresses.confirm()
      uplinks.start()
      await this.page?.start()
    } catch (err) {
      await this.stop()
      throw err
    }
  }

  async stop (): Promise<void> {
    const { node, responders, uplinks } = this.parts

    uplinks.stop()
    await Promise.all([node.stop(), this.page?.stop(), ...responders.map(async responder => responder.stop())])
  }
}

/**
 * @throws {UnknownNetworkError}
 * @throws {PortInUseError} before anything listens
 * @throws {DataDirError} if a key file is damaged; it is left as it is
 */
export async function createBootstrapPeer (init: BootstrapPeerInit = {}): Promise<BootstrapPeer> {
  const preset = typeof init.network === 'object' ? init.network : getPreset(init.network ?? 'local')
  const logger = init.logger ?? defaultLogger()
  const hosts = init.host == null ? allInterfaces() : [init.host]
  const keys = init.dataDir == null ? await createKeys() : await loadOrCreateKeys(init.dataDir)

  init.signal?.throwIfAborted()

  const { listen, stunPort } = await chooseAddresses(init, hosts)

  init.signal?.throwIfAborted()

  const node = await createBootstrapNode({ preset, keys, listen, announce: init.announce ?? [], now: init.now ?? Date.now, logger })
  const peer = new Libp2pBootstrapPeer({
    node,
    hosts,
    responders: stunPort == null ? [] : hosts.map(host => createStunResponder({ host, port: stunPort, log: logger.forComponent('groupcall:bootstrap:stun') })),
    uplinks: keepConnected({ node, addresses: init.bootstrap ?? [...preset.addresses], log: logger.forComponent('groupcall:bootstrap:uplinks') }),
    page: init.page == null
      ? undefined
      : { directory: init.page.directory, port: init.page.port ?? DEFAULT_PAGE_PORT, network: preset.name, log: logger.forComponent('groupcall:bootstrap:page') }
  })

  if (init.start !== false) {
    await peer.start()

    if (init.signal?.aborted === true) {
      await peer.stop()
      init.signal.throwIfAborted()
    }
  }

  return peer
}

/** What a browser can dial: WebSocket first, which connects the fastest from localhost */
function browserAddresses (addresses: string[]): string[] {
  return [/\/wss?\b/, /\/webrtc-direct\b/].flatMap(transport => addresses.filter(address => transport.test(address)))
}

async function chooseAddresses (init: BootstrapPeerInit, hosts: string[]): Promise<{ listen: string[], stunPort?: number }> {
  const wanted: Array<Omit<PortClaim, 'port'> & { port: number | false, suffix?: string }> = [
    { protocol: 'tcp', port: init.port ?? DEFAULT_TCP_PORT, use: 'TCP', suffix: '' },
    { protocol: 'tcp', port: init.wsPort ?? DEFAULT_WS_PORT, use: 'WebSocket', suffix: '/ws' },
    { protocol: 'udp', port: init.webrtcPort ?? DEFAULT_WEBRTC_PORT, use: 'WebRTC-Direct', suffix: '/webrtc-direct' },
    { protocol: 'udp', port: init.stunPort ?? DEFAULT_STUN_PORT, use: 'STUN' }
  ]
  const claims = wanted.filter((claim): claim is PortClaim & { suffix?: string } => claim.port !== false)
  // its server listens last, and a WebRTC-Direct listener would have been started in vain
  const page: PortClaim[] = init.page == null ? [] : [{ protocol: 'tcp', port: init.page.port ?? DEFAULT_PAGE_PORT, use: 'the page', hosts: loopbackHosts() }]
  const ports = await claimPorts([...claims, ...page], hosts)
  const listen: string[] = []
  let stunPort: number | undefined

  for (const [index, { protocol, suffix }] of claims.entries()) {
    if (suffix == null) {
      stunPort = ports[index]
    } else {
      listen.push(...hosts.map(host => `/ip${isIPv6(host) ? 6 : 4}/${host}/${protocol}/${ports[index]}${suffix}`))
    }
  }

  return { listen, stunPort }
}
