/** Allocations of a peer: seven links, over UDP and TCP, from two interfaces, and those before an ICE restart */
export const USER_QUOTA = 64

/** Bytes a second through an allocation in each direction: Opus at its highest bitrate, with all headers */
export const MAX_ALLOCATION_RATE = 100_000

/** How long a nonce is valid, in s, so that a request that was recorded is of no use later */
const NONCE_LIFETIME = 600

export interface RelayPorts {
  first: number
  last: number
}

export interface TurnConfigInit {
  /** UDP and TCP */
  port: number

  /** IP addresses of this machine */
  listen: string[]

  /** IP address at which peers outside reach this machine, if it isn't its own */
  external?: string

  /** UDP ports of allocations: there can't be more of them */
  relayPorts: RelayPorts

  /** Mbit/s of all allocations together */
  maxMbit: number

  /** Addresses, or first and last addresses */
  denied: string[]

  /** The same, in spite of `denied` */
  allowed: string[]

  /** That credentials are made with */
  secret: string

  /** A directory that only its owner can read */
  directory: string
}

/**
 * Returns coturn's configuration file. It contains the secret.
 *
 * @see https://github.com/coturn/coturn/blob/4.6.1/README.turnserver
 */
export function turnConfig (init: TurnConfigInit): string {
  const { port, listen, external, relayPorts: { first, last }, maxMbit, denied, allowed, secret, directory } = init

  return [
    `listening-port=${port}`,
    ...listen.map(address => `listening-ip=${address}`),
    ...external == null ? [] : [`external-ip=${external}`],
    `min-port=${first}`,
    `max-port=${last}`,
    'realm=groupcall',
    'fingerprint',
    'use-auth-secret',
    `static-auth-secret=${secret}`,
    `stale-nonce=${NONCE_LIFETIME}`,
    `user-quota=${USER_QUOTA}`,
    `total-quota=${last - first + 1}`,
    `max-bps=${MAX_ALLOCATION_RATE}`,
    `bps-capacity=${maxMbit * 125_000}`,
    ...denied.map(range => `denied-peer-ip=${range}`),
    ...allowed.map(range => `allowed-peer-ip=${range}`),
    'no-multicast-peers',
    // nobody needs connections to TCP servers, RFC 6062
    'no-tcp-relay',
    // libp2p tells the peer where to find it, and media is encrypted
    'no-tls',
    'no-dtls',
    'no-cli',
    'no-rfc5780',
    'no-software-attribute',
    'log-file=stdout',
    'simple-log',
    `pidfile=${directory}/turnserver.pid`,
    `userdb=${directory}/users`,
    ''
  ].join('\n')
}
