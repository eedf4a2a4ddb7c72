import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6, createServer } from 'node:net'
import { interfaceAddresses } from '../src/network/interfaces.ts'
import { isSystemError, PortInUseError } from './errors.ts'
import type { EventEmitter } from 'node:events'
import type { AddressInfo } from 'node:net'

/** Default ports of a bootstrap peer; only that of STUN is in IANA's registry */
export const DEFAULT_TCP_PORT = 4801
export const DEFAULT_WS_PORT = 4802

/** UDP */
export const DEFAULT_WEBRTC_PORT = 4803

/** TCP, at localhost */
export const DEFAULT_PAGE_PORT = 4804

/** Where metrics are served: for Prometheus on the same machine, or something that lets only it in */
export const DEFAULT_METRICS_HOST = '127.0.0.1'

/** UDP */
export const DEFAULT_STUN_PORT = 3478

/** UDP and TCP: that of TURN in IANA's registry is STUN's, which is taken */
export const DEFAULT_TURN_PORT = 3479

/** Addresses of localhost; URLs name the first */
export const LOOPBACK = ['127.0.0.1', '::1']

/** Random ports to try: the chance that one is taken on some host is a few per mille */
export const MAX_ATTEMPTS = 10

export interface PortClaim {
  protocol: 'tcp' | 'udp'

  /** 0 for any free port */
  port: number

  /** What the port is for, in a word for the user */
  use: string

  /**
   * Where the port must be free
   *
   * @default the hosts of all claims
   */
  hosts?: string[]
}

interface HeldPort extends EventEmitter {
  address(): string | AddressInfo | null
  close(callback: () => void): unknown
}

/**
 * Checks that all ports are free before anything is started: a WebRTC-Direct listener
 * must not be started in vain, because libdatachannel never releases its port. Picks a
 * UDP port for 0; libp2p would pick one that is free for TCP.
 *
 * @returns the ports, in the order of the claims; 0 for TCP stays 0
 * @throws {PortInUseError}
 */
export async function claimPorts (claims: PortClaim[], hosts: string[]): Promise<number[]> {
  const held: HeldPort[] = []
  const ports: number[] = []

  try {
    for (const claim of claims) {
      ports.push(await claimPort(claim, claim.hosts ?? hosts, held))
    }
  } finally {
    await Promise.all(held.map(async socket => new Promise<void>(resolve => { socket.close(resolve) })))
  }

  return ports
}

async function claimPort ({ protocol, port, use }: PortClaim, hosts: string[], held: HeldPort[]): Promise<number> {
  // the listener picks a free port itself, which no other program can take in between
  if (protocol === 'tcp' && port === 0) {
    return 0
  }

  for (let attempt = 1; ; attempt++) {
    let claimed = port

    try {
      for (const host of hosts) {
        const socket = await hold(protocol, host, claimed)

        held.push(socket)
        claimed = portOf(socket)
      }

      return claimed
    } catch (err) {
      if (!isSystemError(err, 'EADDRINUSE')) {
        throw err
      }

      // a port that is free on one host may be taken on the next
      if (port !== 0 || attempt === MAX_ATTEMPTS) {
        throw new PortInUseError(protocol, claimed, use, { cause: err })
      }
    }
  }
}

/** Returns the hosts that stand for all interfaces. IPv6 comes first: one UDP socket of WebRTC-Direct serves both, but only if it was opened for IPv6 */
export function allInterfaces (): string[] {
  return hasIPv6() ? ['::', '0.0.0.0'] : ['0.0.0.0']
}

/** Returns the addresses of localhost that this machine has: on most machines both */
export function loopbackHosts (): string[] {
  const own = interfaceAddresses().map(({ address }) => address)

  return LOOPBACK.filter(host => own.includes(host))
}

/** Returns the host to tell other machines: an address of this machine in place of a wildcard, IPv4 if there is one */
export function reachableHost (hosts: string[]): string {
  const families = ['0.0.0.0', '::'].filter(wildcard => hosts.includes(wildcard)).map(wildcard => wildcard === '::' ? 'IPv6' : 'IPv4')

  if (families.length === 0) {
    return hosts[0]
  }

  const own = interfaceAddresses().filter(({ address, internal }) => !internal && !address.startsWith('fe80:'))
  const [first] = families.flatMap(family => own.filter(address => address.family === family))

  return first?.address ?? (families[0] === 'IPv6' ? '::1' : '127.0.0.1')
}

function hasIPv6 (): boolean {
  return interfaceAddresses().some(({ family }) => family === 'IPv6')
}

async function hold (protocol: 'tcp' | 'udp', host: string, port: number): Promise<HeldPort> {
  if (protocol === 'tcp') {
    const server = createServer()

    server.listen({ host, port, ipv6Only: true, exclusive: true })
    await once(server, 'listening')

    return server
  }

  const socket = createSocket(isIPv6(host) ? { type: 'udp6', ipv6Only: true } : { type: 'udp4' })

  try {
    socket.bind({ address: host, port, exclusive: true })
    await once(socket, 'listening')
  } catch (err) {
    socket.close()
    throw err
  }

  return socket
}

function portOf (socket: HeldPort): number {
  const address = socket.address()

  return typeof address === 'object' && address != null ? address.port : 0
}
