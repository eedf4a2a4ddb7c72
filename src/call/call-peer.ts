import { getPreset } from '../network/presets.ts'
import { checkRelayOnly } from './relay-only-check.ts'
import { startOrStop } from './start-or-stop.ts'
import type { GroupCalls } from './group-calls.ts'
import type { CallLimits } from './limits.ts'
import type { Identity, SessionCounter } from '../../keys/index.ts'
import type { Timers } from '../timers.ts'
import type { AbortOptions, ComponentLogger, Libp2p, Metrics, PrivateKey } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface CallPeerInit extends AbortOptions {
  identity: Identity

  /** See `GroupCallsInit` */
  sessions?: SessionCounter

  /**
   * Name of the network preset
   *
   * @default 'local'
   */
  network?: string

  /** Addresses of bootstrap peers */
  bootstrap?: Array<Multiaddr | string>

  /**
   * Where to listen; a browser can't
   *
   * @default all interfaces, any port: TCP, WebSocket and WebRTC-Direct
   */
  listen?: string[]

  /**
   * Be reachable through the bootstrap peers, for a peer that can't be dialled
   *
   * @default with a bootstrap peer that sees it behind a NAT; on the public network and
   * in browsers always
   */
  relay?: boolean

  /**
   * Hide the addresses of this machine from everybody but the bootstrap peers: others
   * reach it through them, and voices go through TURN, which one of them has to offer
   * unless `iceServers` contains a TURN server. Nothing else is dialled, so `bootstrap`
   * must name the peers.
   *
   * @default false
   */
  relayOnly?: boolean

  /**
   * Find peers on the local network by multicast, which browsers can't do
   *
   * @default false
   */
  mdns?: boolean

  /**
   * The session key: a fresh one for each process, so that it doesn't identify a
   * person
   *
   * @default a new Ed25519 key
   */
  sessionKey?: PrivateKey

  /** See `GroupCallsInit` */
  now?(): number

  /**
   * For tests, see `GroupCallsInit`
   *
   * @internal
   */
  limits?: Partial<CallLimits>

  /**
   * For tests, see `GroupCallsInit`
   *
   * @internal
   */
  timers?: Timers

  logger?: ComponentLogger

  /**
   * Records metrics of the calls and of libp2p, for example `prometheusMetrics()` of
   * `@libp2p/prometheus-metrics`
   *
   * @default none
   */
  metrics?(components: { logger: ComponentLogger }): Metrics
}

/** The libp2p node of a call peer */
export type CallNode = Libp2p<{ calls: GroupCalls }>

/** A started libp2p node with everything that group calls need. `await using` stops it, and leaves its calls */
export type CallPeer = CallNode & AsyncDisposable

/**
 * Creates and starts a libp2p node with everything that group calls need. It listens,
 * and is dialling its bootstrap peers.
 *
 * @throws {UnknownNetworkError}
 * @throws {InvalidParametersError} if it should hide its addresses, and can't
 */
export async function createCallPeer (init: CallPeerInit): Promise<CallPeer> {
  const preset = getPreset(init.network ?? 'local')
  init.signal?.throwIfAborted()

  checkRelayOnly(init)

  // libp2p is most of the code, and creating or listing groups doesn't need it
  const node = init.relayOnly === true
    ? await (await import('./relay-only-node.ts')).createRelayOnlyNode(init, preset)
    : await (await import('./call-node.ts')).createCallNode(init, preset)

  return startOrStop(node, init)
}
