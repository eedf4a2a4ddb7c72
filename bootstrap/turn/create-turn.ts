import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { randomBytes } from '@libp2p/crypto'
import { InvalidParametersError } from '@libp2p/interface'
import { isPrivate } from '@libp2p/utils'
import { toString } from 'uint8arrays/to-string'
import { interfaceAddresses } from '../../src/network/interfaces.ts'
import { isRelayed } from '../../src/network/provider-record.ts'
import { peerRanges } from './peer-ranges.ts'
import { turnCredentials } from './turn-credentials.ts'
import { TurnServer } from './turn-server.ts'
import type { RelayPorts } from './turn-config.ts'
import type { TurnCredentials } from './turn-credentials.ts'
import type { Connection, Logger, Startable } from '@libp2p/interface'

/** A thousand allocations: two full calls that are relayed altogether need 112 */
export const DEFAULT_RELAY_PORTS: RelayPorts = { first: 49_152, last: 50_175 }

/** A thousand voices, and what most machines on the internet have */
export const DEFAULT_MAX_MBIT = 100

const SECRET_BYTES = 32

export interface TurnInit {
  /**
   * UDP and TCP port
   *
   * @default 3479
   */
  port?: number

  /**
   * UDP ports of what is relayed: a firewall must let them through
   *
   * @default 49152 to 50175
   */
  relayPorts?: RelayPorts

  /**
   * Mbit/s of everything that is relayed
   *
   * @default 100
   */
  maxMbit?: number

  /**
   * Addresses in private networks, or first and last addresses (`192.168.1.0-192.168.1.255`),
   * that can be reached through TURN
   *
   * @default none, but the private networks of a machine without a public address that announces none: then
   * only peers in private networks get credentials
   */
  allow?: string[]
}

export interface TurnSurroundings {
  /** UDP and TCP port */
  port: number

  /** Where the bootstrap peer listens */
  hosts: string[]

  /** See `BootstrapPeerInit` */
  iceHost?: string

  /** Whether peers outside are told how to reach this machine, or nobody in a private network uses it */
  outside: boolean
  log: Logger
}

/** The TURN server of a bootstrap peer */
export interface Turn extends Startable {
  readonly port: number

  /** Undefined while it is stopped, or being started again */
  readonly pid?: number

  /** @throws {TurnServerError} */
  start(): Promise<void>
  stop(): Promise<void>

  /** Returns credentials for the peer at the other end of a connection, unless it may have none */
  credentialsFor(connection: Connection, expires: number): TurnCredentials | undefined
}

/**
 * Returns a TURN server, not started
 *
 * @throws {InvalidParametersError}
 */
export async function createTurn (init: TurnInit, { port, hosts, iceHost, outside, log }: TurnSurroundings): Promise<Turn> {
  const { relayPorts = DEFAULT_RELAY_PORTS, maxMbit = DEFAULT_MAX_MBIT, allow = [] } = init
  const own = listenAddresses(hosts)

  if (!(relayPorts.first >= 1_024 && relayPorts.first <= relayPorts.last && relayPorts.last <= 65_535)) {
    throw new InvalidParametersError('The ports of TURN are a range from 1024 to 65535: name the first and the last, as in 49152-50175')
  }

  if (!(maxMbit >= 1)) {
    throw new InvalidParametersError('TURN needs at least 1 Mbit/s')
  }

  const { denied, allowed, privateOnly } = peerRanges({ own, outside, allow })
  // not in a log, and not stored: nobody but coturn needs it, and peers ask again after a restart
  const secret = toString(randomBytes(SECRET_BYTES), 'base16')
  const server = new TurnServer({ port, listen: own, external: await externalAddress(own, iceHost, log), relayPorts, maxMbit: Math.floor(maxMbit), denied, allowed, secret, log })

  return {
    port,
    get pid () {
      return server.pid
    },
    start: async () => server.start(),
    stop: async () => server.stop(),
    credentialsFor: ({ remoteAddr, remotePeer }, expires) => {
      return isRelayed(remoteAddr) || (privateOnly && !isPrivate(remoteAddr)) ? undefined : turnCredentials(secret, remotePeer, expires)
    }
  }
}

/** Returns the addresses of this machine that others may reach: a relay on loopback leads nowhere */
function listenAddresses (hosts: string[]): string[] {
  const named = hosts.filter(host => host !== '0.0.0.0' && host !== '::')

  if (named.length > 0) {
    return named
  }

  const addresses = interfaceAddresses()
    .filter(({ address, family, internal }) => !internal && !address.startsWith('fe80:') && (family === 'IPv4' || hosts.includes('::')))
    .map(({ address }) => address)

  return addresses.length > 0 ? addresses : ['127.0.0.1']
}

/** Returns the public address of a machine behind a NAT whose operator has named it */
async function externalAddress (own: string[], iceHost: string | undefined, log: Logger): Promise<string | undefined> {
  if (iceHost == null) {
    return
  }

  try {
    const address = isIP(iceHost) === 0 ? (await lookup(iceHost, { family: 4 })).address : iceHost

    return own.includes(address) ? undefined : address
  } catch (err) {
    log.error('the address of %s is unknown, so TURN tells those of this machine - %e', iceHost, err)
  }
}
