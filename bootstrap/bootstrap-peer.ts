import { isIPv6 } from 'node:net'
import { InvalidParametersError } from '@libp2p/interface'
import { defaultLogger } from '@libp2p/logger'
import { isIceHost } from '../src/network/ice-services.ts'
import { getPreset } from '../src/network/presets.ts'
import { createBootstrapNode } from './bootstrap-node.ts'
import { chooseAddresses } from './choose-addresses.ts'
import { keepConnected } from './keep-connected.ts'
import { createKeys, loadOrCreateKeys } from './key-store.ts'
import { MetricsServer } from './metrics/metrics-server.ts'
import { registerBootstrapMetrics } from './metrics/register.ts'
import { TextMetrics } from './metrics/text-metrics.ts'
import { offeredServices } from './offered-services.ts'
import { createPageServer } from './page-server.ts'
import { allInterfaces, DEFAULT_PAGE_PORT, reachableHost } from './ports.ts'
import { createStunResponder } from './stun/index.ts'
import { createTurn } from './turn/create-turn.ts'
import type { BootstrapServices } from './bootstrap-node.ts'
import type { PageServer, PageServerInit } from './page-server.ts'
import type { StunResponder, StunStatistics } from './stun/index.ts'
import type { Turn, TurnInit } from './turn/create-turn.ts'
import type { NetworkPreset } from '../src/network/presets.ts'
import type { AbortOptions, ComponentLogger, Libp2p, Metrics, PeerId, Startable } from '@libp2p/interface'

export interface BootstrapPeerInit extends AbortOptions {
  /**
   * A network, or the name of a preset
   *
   * @default 'local'
   */
  network?: string | NetworkPreset

  /**
   * Directory of the keys, so that the addresses survive restarts; created if it
   * doesn't exist
   *
   * @default none: new keys, in memory
   */
  dataDir?: string

  /**
   * IP address to listen on
   *
   * @default all interfaces
   */
  host?: string

  /**
   * TCP port for Node peers; like all ports here, 0 for any free port
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
   * UDP port of WebRTC-Direct, for all browsers; false for none. It stays in use until
   * the process ends, even after `stop()`: libdatachannel never releases it.
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
   * Name or IP address at which peers reach STUN and TURN, which they are told
   *
   * @default the address at which each peer has reached this one
   */
  iceHost?: string

  /**
   * Runs coturn, which must be installed, for peers that can't connect directly
   *
   * @default none: no TURN
   */
  turn?: TurnInit

  /**
   * Serves the web page at localhost, from the directory of the built page; the port is
   * 4804 by default. Its invites link to the page at `inviteUrl`, which others can open
   *
   * @default none: no page
   */
  page?: { directory: string, port?: number, inviteUrl?: string }

  /**
   * Multiaddrs that this peer can be reached at from outside, such as
   * `/dns4/example.org/tcp/4801`; those of WebRTC-Direct need no certhash
   *
   * @default none
   */
  announce?: string[]

  /**
   * Multiaddrs of other bootstrap peers to stay connected to
   *
   * @default those of the network
   */
  bootstrap?: string[]

  /**
   * The clock that is reported to peers that look for others, in ms since the Unix
   * epoch, so that peers whose clocks are hours off still meet
   *
   * @default Date.now
   */
  now?(): number
  logger?: ComponentLogger

  /**
   * Records metrics, for example `prometheusMetrics()` of `@libp2p/prometheus-metrics`
   *
   * @default those of `metricsServer`, or none
   */
  metrics?(components: { logger: ComponentLogger }): Metrics

  /**
   * Serves metrics in Prometheus's text format over HTTP, under `/metrics`, to everybody
   * who reaches the port; at 127.0.0.1 by default
   *
   * @default none
   */
  metricsServer?: { port: number, host?: string }

  /**
   * Start it before `createBootstrapPeer` resolves
   *
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
 * A peer with lasting addresses that serves the DHT, relays signaling and answers STUN
 */
export interface BootstrapPeer extends Startable, AsyncDisposable {
  readonly peerId: PeerId

  /** The libp2p node */
  readonly node: Libp2p<BootstrapServices>

  /** `stun:` URL of the STUN responder, while it is listening */
  readonly stunUrl?: string

  /** `turn:` URL of the TURN server, while it may be used */
  readonly turnUrl?: string

  /** The TURN server, if there is one */
  readonly turn?: Pick<Turn, 'pid'>

  /** URL of the web page, while it is served */
  readonly pageUrl?: string

  /** URL of the metrics, while they are served */
  readonly metricsUrl?: string

  /** Returns multiaddrs with the PeerId, including loopback and private ones; none before `start()` */
  addresses(): string[]
  statistics(): BootstrapStatistics

  /**
   * Called by {@link createBootstrapPeer} unless `start` is false. If it fails, the
   * peer is stopped.
   *
   * @throws {PortInUseError}
   * @throws {TurnServerError}
   */
  start(): Promise<void>

  /** Stops it for good: it can't be started again */
  stop(): Promise<void>
}

interface BootstrapPeerParts {
  node: Libp2p<BootstrapServices>
  hosts: string[]
  iceHost?: string
  responders: StunResponder[]
  turn?: Turn
  uplinks: Startable
  page?: Omit<PageServerInit, 'config'> & { network: string, inviteUrl?: string }
  metricsServer?: MetricsServer
}

class Libp2pBootstrapPeer implements BootstrapPeer {
  private readonly parts: BootstrapPeerParts
  private readonly page?: PageServer
  readonly node: Libp2p<BootstrapServices>
  readonly turn?: Turn

  constructor (parts: BootstrapPeerParts) {
    this.parts = parts
    this.node = parts.node
    this.turn = parts.turn

    if (parts.page != null) {
      const { network, inviteUrl, ...page } = parts.page
      this.page = createPageServer({ ...page, config: () => ({ network, bootstrap: browserAddresses(this.addresses()), page: inviteUrl }) })
    }
  }

  get peerId (): PeerId {
    return this.node.peerId
  }

  get stunUrl (): string | undefined {
    return this.iceUrl('stun', this.parts.responders[0]?.port)
  }

  get turnUrl (): string | undefined {
    return this.iceUrl('turn', this.parts.turn?.port)
  }

  get pageUrl (): string | undefined {
    return this.page?.url
  }

  get metricsUrl (): string | undefined {
    return this.parts.metricsServer?.url
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
    const { metricsServer, node, responders, turn, uplinks } = this.parts

    try {
      // the only part that is often not there
      await turn?.start()
      await Promise.all(responders.map(async responder => responder.start()))
      await node.start()
      node.services.ownAddresses.confirm()
      uplinks.start()
      await this.page?.start()
      await metricsServer?.start()
    } catch (err) {
      await this.stop()
      throw err
    }
  }

  async stop (): Promise<void> {
    const { metricsServer, node, responders, turn, uplinks } = this.parts

    uplinks.stop()
    await Promise.all([node.stop(), turn?.stop(), this.page?.stop(), metricsServer?.stop(), ...responders.map(async responder => responder.stop())])
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.stop()
  }

  private iceUrl (scheme: 'stun' | 'turn', port?: number): string | undefined {
    const { hosts, iceHost } = this.parts

    if (port == null || this.node.status !== 'started') {
      return
    }

    const host = iceHost ?? reachableHost(hosts)

    return `${scheme}:${isIPv6(host) ? `[${host}]` : host}:${port}`
  }
}

/**
 * Creates a bootstrap peer, and starts it unless `start` is false
 *
 * @throws {UnknownNetworkError}
 * @throws {InvalidParametersError} if nobody could reach the ICE host, or metrics are asked for twice
 * @throws {PortInUseError} before anything listens
 * @throws {TurnServerError} if coturn isn't installed, or can't be started
 * @throws {DataDirError} if a key file can't be read or written, or is damaged; it isn't changed
 */
export async function createBootstrapPeer (init: BootstrapPeerInit = {}): Promise<BootstrapPeer> {
  const preset = typeof init.network === 'object' ? init.network : getPreset(init.network ?? 'local')
  const logger = init.logger ?? defaultLogger()

  checkIceHost(init)

  const { metrics, metricsServer } = chooseMetrics(init, logger)

  const hosts = init.host == null ? allInterfaces() : [init.host]
  const { listen, stunPort, turnPort } = await chooseAddresses(init, hosts)
  const turn = turnPort == null
    ? undefined
    : await createTurn(init.turn ?? {}, { port: turnPort, hosts, iceHost: init.iceHost, outside: isOutside(init, preset), log: logger.forComponent('groupcall:bootstrap:turn') })

  // last, because new keys are written
  const keys = init.dataDir == null ? await createKeys() : await loadOrCreateKeys(init.dataDir)

  init.signal?.throwIfAborted()

  const node = await createBootstrapNode({
    preset,
    keys,
    listen,
    announce: init.announce ?? [],
    now: init.now ?? Date.now,
    // coturn uses the system's clock, regardless of what peers are told
    servicesFor: connection => offeredServices({ hosts, iceHost: init.iceHost, stunPort, turn, now: Date.now }, connection),
    logger,
    metrics
  })
  const peer = new Libp2pBootstrapPeer({
    node,
    hosts,
    iceHost: init.iceHost,
    turn,
    responders: stunPort == null ? [] : hosts.map(host => createStunResponder({ host, port: stunPort, log: logger.forComponent('groupcall:bootstrap:stun') })),
    uplinks: keepConnected({ node, addresses: init.bootstrap ?? [...preset.addresses], log: logger.forComponent('groupcall:bootstrap:uplinks') }),
    page: init.page == null
      ? undefined
      : { directory: init.page.directory, port: init.page.port ?? DEFAULT_PAGE_PORT, inviteUrl: init.page.inviteUrl, network: preset.name, log: logger.forComponent('groupcall:bootstrap:page') },
    metricsServer
  })

  registerBootstrapMetrics(node.metrics, () => peer.statistics())

  if (init.start !== false) {
    await peer.start()

    if (init.signal?.aborted === true) {
      await peer.stop()
      init.signal.throwIfAborted()
    }
  }

  return peer
}

/** Returns the addresses that a browser can dial: WebSocket first, which connects fastest from localhost */
function browserAddresses (addresses: string[]): string[] {
  return [/\/wss?\b/, /\/webrtc-direct\b/].flatMap(transport => addresses.filter(address => transport.test(address)))
}

function checkIceHost ({ iceHost }: BootstrapPeerInit): void {
  if (iceHost != null && !isIceHost(iceHost)) {
    throw new InvalidParametersError(`The ICE host ${iceHost} isn't a name or an IP address that others can reach: name one, as in stun.example.org`)
  }
}

/** Returns where metrics are recorded, and what serves them */
function chooseMetrics ({ metrics, metricsServer }: BootstrapPeerInit, logger: ComponentLogger): { metrics: BootstrapPeerInit['metrics'], metricsServer?: MetricsServer } {
  if (metricsServer == null) {
    return { metrics }
  }

  if (metrics != null) {
    throw new InvalidParametersError('The metrics server serves metrics of its own: choose `metrics` or `metricsServer`')
  }

  const text = new TextMetrics()

  return { metrics: () => text, metricsServer: new MetricsServer({ ...metricsServer, metrics: text, log: logger.forComponent('groupcall:bootstrap:metrics') }) }
}

/** Returns whether peers from elsewhere are expected, and not only those of a private network */
function isOutside ({ announce = [], iceHost }: BootstrapPeerInit, preset: NetworkPreset): boolean {
  return !preset.private || iceHost != null || announce.length > 0
}
