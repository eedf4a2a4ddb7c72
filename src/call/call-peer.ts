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

  /** Addresses of peers to enter the network by */
  bootstrap?: Array<Multiaddr | string>

  /**
   * Where to listen; a browser cannot
   *
   * @default all interfaces, any port: TCP, WebSocket and WebRTC-Direct
   */
  listen?: string[]

  /**
   * Be reachable through the bootstrap peers: for who cannot be dialled
   *
   * @default false, but on the internet and in browsers
   */
  relay?: boolean

  /**
   * Find peers on the local network by multicast, which browsers cannot
   *
   * @default false
   */
  mdns?: boolean

  /**
   * The session key: a fresh one for each process, so that nobody can follow a
   * person by it
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
 * A libp2p node with everything that group calls need. It listens and is
 * started; its bootstrap peers are being dialled.
 */
export async function createCallPeer (init: CallPeerInit): Promise<CallPeer> {
  const preset = getPreset(init.network ?? 'local')
  init.signal?.throwIfAborted()

  // most of what is loaded is libp2p: programs that only create or list groups don't need it
  const { createCallNode } = await import('./call-node.ts')
  const peer = await createCallNode(init, preset)
  await startOrStop(peer, init)

  return peer
}
