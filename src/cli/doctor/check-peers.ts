import { askStunServers } from '../../../bootstrap/index.ts'
import { askIceServices } from '../../index.ts'
import { messageOf } from '../errors.ts'
import { untilAddresses } from '../until-addresses.ts'
import { natKind } from './nat-kind.ts'
import type { Facts, Finding } from './findings.ts'
import type { NatKind } from './nat-kind.ts'
import type { CallPeer } from '../../index.ts'
import type { AbortOptions, Connection } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** ms that a peer may take to be reached: more than any network needs that is good enough for a call */
const DIAL_LIMIT = 5_000

/** ms for STUN servers to answer, and for a relay reservation: a few round trips each */
const STUN_LIMIT = 3_000
const RELAY_LIMIT = 3_000

const STUN_URL = /^stun:(\[[^\]]+\]|[^:]+):(\d+)/

/** How good each kind of NAT is for calls */
const NAT_STATUS: Record<NatKind, Finding['status']> = { none: 'good', steady: 'good', changing: 'warning', unclear: 'warning', blocked: 'bad', unknown: 'warning' }

const NAT_WORDS: Record<NatKind, string> = {
  none: 'none in between',
  steady: 'one that keeps its port, so most people can reach you directly',
  changing: 'one with another port for everybody, so many people can\'t reach you directly',
  unclear: 'there is one; which kind can\'t be known, because there is only one STUN server to ask',
  blocked: 'no STUN server answers: UDP doesn\'t get through',
  unknown: 'can\'t be known: no peer offers a STUN server'
}

export interface CheckPeersInit extends Required<AbortOptions> {
  peer: CallPeer
  /** Through which to enter the network */
  entries: Multiaddr[]
  /** IP addresses of this machine */
  own: string[]
  show(finding: Finding): void
}

/** Checks the peers through which this one enters the network, and what they offer */
export async function checkPeers ({ peer, entries, own, show, signal }: CheckPeersInit): Promise<Pick<Facts, 'peers' | 'nat' | 'relay' | 'turn'>> {
  const peers = [...Map.groupBy(entries, address => peerIdOf(address) ?? address.toString()).values()]
  const connections = (await Promise.all(peers.map(async addresses => reach(peer, addresses, { show, signal })))).filter(connection => connection != null)
  const reached = { tried: peers.length, reached: connections.length }

  if (connections.length === 0) {
    return { peers: reached, nat: 'unknown', turn: false }
  }

  // what is reached through a relay is a member, which offers nothing
  const direct = connections.filter(({ limits }) => limits == null)
  const [relay, ice] = await Promise.all([
    checkRelay(peer, { show, signal }),
    checkIce(direct, { own, show, signal })
  ])

  return { peers: reached, relay, ...ice }
}

async function reach (peer: CallPeer, addresses: Multiaddr[], { show, signal }: Pick<CheckPeersInit, 'show' | 'signal'>): Promise<Connection | undefined> {
  const began = performance.now()
  const passed = (): number => Math.round(performance.now() - began)

  try {
    // one of its own: the node asks for ICE servers over its connection, and may ask one question at a time
    const connection = await peer.dial(addresses, { force: true, signal: AbortSignal.any([signal, AbortSignal.timeout(DIAL_LIMIT)]) })
    show({ check: 'peer', status: 'good', words: `${withoutPeer(connection.remoteAddr)} reached in ${passed()} ms`, ms: passed() })

    return connection
  } catch (err) {
    signal.throwIfAborted()
    show({ check: 'peer', status: 'bad', words: `${withoutPeer(addresses[0])} can't be reached (${messageOf(err)})`, ms: passed() })

    return undefined
  }
}

/** Waits for a relay reservation with one of the peers */
async function checkRelay (peer: CallPeer, { show, signal }: Pick<CheckPeersInit, 'show' | 'signal'>): Promise<boolean> {
  const hasRelay = (): boolean => peer.getMultiaddrs().some(address => address.toString().includes('/p2p-circuit'))

  await untilAddresses(peer, hasRelay, AbortSignal.any([signal, AbortSignal.timeout(RELAY_LIMIT)]))
  signal.throwIfAborted()
  show(hasRelay()
    ? { check: 'relay', status: 'good', words: 'others can reach you through it where they can\'t dial you' }
    : { check: 'relay', status: 'warning', words: 'no peer gives you a reservation, so others have to dial you' })

  return hasRelay()
}

/** Asks which STUN and TURN servers the peers offer, and the former how they see this machine */
async function checkIce (connections: Connection[], { own, show, signal }: Pick<CheckPeersInit, 'own' | 'show' | 'signal'>): Promise<Pick<Facts, 'nat' | 'turn'>> {
  const offers = await Promise.all(connections.map(async connection => askIceServices(connection, { signal }).catch(() => ({ servers: [] }))))
  signal.throwIfAborted()

  const urls = [...new Set(offers.flatMap(({ servers }) => servers).flatMap(({ server }) => server.urls))]
  const turn = urls.some(url => url.startsWith('turn:'))
  const servers = urls.flatMap(url => {
    const [, host, port] = STUN_URL.exec(url) ?? []

    return host == null ? [] : [{ address: host.replace(/^\[|\]$/g, ''), port: Number(port) }]
  })

  show(turn
    ? { check: 'turn', status: 'good', words: 'offered, for people who can\'t connect directly (not tried)' }
    : { check: 'turn', status: 'warning', words: 'no peer offers it: people behind strict NATs are heard through another participant, or not at all' })

  const answers = await askStunServers(servers, { signal: AbortSignal.any([signal, AbortSignal.timeout(STUN_LIMIT)]) })
  signal.throwIfAborted()
  const nat = natKind(own, answers)
  show({ check: 'nat', status: NAT_STATUS[nat], words: NAT_WORDS[nat] })

  return { nat, turn }
}

function peerIdOf (address: Multiaddr): string | undefined {
  return address.getComponents().findLast(({ name }) => name === 'p2p')?.value
}

/** PeerIds and certificates are long, and tell people nothing */
function withoutPeer (address: Multiaddr): string {
  return address.toString().replace(/\/(?:p2p|certhash)\/[^/]+/g, '')
}
