import { getPreset } from '../network/presets.ts'
import { startOrStop } from './start-or-stop.ts'
import type { GroupCalls } from './group-calls.ts'
import type { Identity, SessionCounter } from '../../keys/index.ts'
import type { MeshLimits } from '../mesh/index.ts'
import type { Timers } from '../timers.ts'
import type { AbortOptions, ComponentLogger, Libp2p, PrivateKey } from '@libp2p/interface'
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
   * @default false, but on the internet and in browsers
   */
  relay?: boolean

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
  limits?: Partial<MeshLimits>

  /**
   * For tests, see `GroupCallsInit`
   *
   * @internal
   */
  timers?: Timers

  logger?: ComponentLogger
}

export type CallPeer = Libp2p<{ calls: GroupCalls }>

/**
 * Creates and starts a libp2p node with everything that group calls need. It listens,
 * and is dialling its bootstrap peers.
 */
export async function createCallPeer (init: CallPeerInit): Promise<CallPeer> {
  const preset = getPreset(init.network ?? 'local')
  init.signal?.throwIfAborted()

  // libp2p is most of the code, and creating or listing groups doesn't need it
  const { createCallNode } = await import('./call-node.ts')
  const peer = await createCallNode(init, preset)
  await startOrStop(peer, init)

  return peer
}
