import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { isIPv6, createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { isSystemError, PortInUseError } from './errors.ts'
import type { EventEmitter } from 'node:events'
import type { AddressInfo } from 'node:net'

/** Default ports of a bootstrap peer; none is in IANA's registry but STUN's own */
export const DEFAULT_TCP_PORT = 4801
export const DEFAULT_WS_PORT = 4802

/** UDP */
export const DEFAULT_WEBRTC_PORT = 4803

/** TCP, at localhost */
export const DEFAULT_PAGE_PORT = 4804

/** UDP */
export const DEFAULT_STUN_PORT = 3478

/** Addresses of localhost, the one that `url`s name first */
export const LOOPBACK = ['127.0.0.1', '::1']

/** Random ports to try: each is taken on some host with a chance of some per mille */
export const MAX_ATTEMPTS = 10

export interface PortClaim {
  protocol: 'tcp' | 'udp'

  /** 0: any free one */
  port: number

  /** What it is for, in a word for the user */
  use: string

  /** Where it is to be free, if not on the hosts of the others */
  hosts?: string[]
}

interface HeldPort extends EventEmitter {
  address(): string | AddressInfo | null
  close(callback: () => void): unknown
}

/**
 * Finds out if all ports are free, before anything is started, since a
 * WebRTC-Direct listener must not be started in vain: libdatachannel never lets go
 * of its port. Picks a UDP port for 0, which libp2p would look for among those of
 * TCP.
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
  // whoever listens on it finds one without anybody coming in between
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

      // what is free on one host may not be on the next
      if (port !== 0 || attempt === MAX_ATTEMPTS) {
        throw new PortInUseError(protocol, claimed, use, { cause: err })
      }
    }
  }
}

/** IPv6 comes first: one UDP socket of WebRTC-Direct serves both, but only if it was opened for IPv6 */
export function allInterfaces (): string[] {
  return hasIPv6() ? ['::', '0.0.0.0'] : ['0.0.0.0']
}

/** What localhost stands for: both on most machines; one may be missing */
export function loopbackHosts (): string[] {
  const own = Object.values(networkInterfaces()).flatMap(addresses => addresses ?? []).map(({ address }) => address)

  return LOOPBACK.filter(host => own.includes(host))
}

/** The host that others can reach best: itself, or an own address if it stands for all */
export function reachableHost (hosts: string[]): string {
  const wildcard = hosts.find(host => host === '0.0.0.0') ?? hosts.find(host => host === '::')

  if (wildcard == null) {
    return hosts[0]
  }

  const family = wildcard === '::' ? 'IPv6' : 'IPv4'

  return Object.values(networkInterfaces())
    .flatMap(addresses => addresses ?? [])
    .find(address => !address.internal && address.family === family && !address.address.startsWith('fe80:'))
    ?.address ?? (family === 'IPv6' ? '::1' : '127.0.0.1')
}

function hasIPv6 (): boolean {
  return Object.values(networkInterfaces()).some(addresses => addresses?.some(({ family }) => family === 'IPv6'))
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
