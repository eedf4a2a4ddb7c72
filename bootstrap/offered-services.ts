import { isLoopback } from '../src/network/addresses.ts'
import { STUN, TURN_TCP, TURN_UDP } from '../src/network/ice-services.ts'
import { reachableHost } from './ports.ts'
import type { Turn } from './turn/create-turn.ts'
import type { IceService, IceServices } from '../src/network/pb/ice-services.ts'
import type { Connection } from '@libp2p/interface'

/** How long peers use an answer, in s; they ask again when half of it is over */
export const OFFER_LIFETIME = 60 * 60

export interface OfferedServicesInit {
  /** Where the bootstrap peer listens */
  hosts: string[]

  /** Name or IP address to tell peers, if the operator has set it */
  iceHost?: string

  /** UDP port of the STUN responder */
  stunPort?: number
  turn?: Pick<Turn, 'port' | 'credentialsFor'>

  /** In ms since the Unix epoch */
  now(): number
}

/** Returns what a bootstrap peer tells a connected peer about its ICE servers */
export function offeredServices ({ hosts, iceHost, stunPort, turn, now }: OfferedServicesInit, connection: Connection): IceServices {
  const credentials = turn?.credentialsFor(connection, now() + OFFER_LIFETIME * 1_000)
  const host = iceHost ?? ''
  const services: IceService[] = []

  if (stunPort != null) {
    services.push({ kind: STUN, host, port: stunPort })
  }

  if (turn != null && credentials != null) {
    // a peer of this machine came over loopback, where TURN doesn't listen
    const turnHost = host === '' && isLoopback(connection.remoteAddr) ? reachableHost(hosts) : host

    services.push({ kind: TURN_UDP, host: turnHost, port: turn.port }, { kind: TURN_TCP, host: turnHost, port: turn.port })
  }

  return { services, username: credentials?.username ?? '', credential: credentials?.credential ?? '', lifetime: OFFER_LIFETIME }
}
