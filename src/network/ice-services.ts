import { isPrivate } from '@libp2p/utils'
import { multiaddr } from '@multiformats/multiaddr'
import { dialTargetOf } from './dial-target.ts'
import { MAX_CREDENTIAL_LENGTH, MAX_ICE_LIFETIME, MAX_ICE_SERVICES, MIN_ICE_LIFETIME } from './limits.ts'
import { isRelayed } from './provider-record.ts'
import type { IceService, IceServices } from './pb/ice-services.ts'
import type { Multiaddr } from '@multiformats/multiaddr'
import type { DecodeOptions } from 'protons-runtime'

/** By which a bootstrap peer tells its ICE servers: one answer on each stream */
export const ICE_SERVERS_PROTOCOL = '/groupcall/ice-servers/1.0.0'

/** Kinds of services */
export const STUN = 1
export const TURN_UDP = 2
export const TURN_TCP = 3

export const ICE_ANSWER: DecodeOptions<IceServices> = { limits: { services: MAX_ICE_SERVICES } }

/** Ports of another host than the bootstrap peer's: those of web servers, which firewalls let through, and those that need no privileges */
const WEB_PORTS = [80, 443]
const FIRST_UNPRIVILEGED_PORT = 1_024

/** What {@link dialTargetOf} makes of all addresses of the local machine, without its protocol and port */
const LOOPBACK = 'loopback'

/** An ICE server that a bootstrap peer offers */
export interface OfferedIceServer {
  kind: number
  server: RTCIceServer
}

/** Everything usable in an answer */
export interface IceOffer {
  servers: OfferedIceServer[]
  /** How long it can be used, in ms */
  lifetime: number
}

interface Host {
  /** As it stands in a URL */
  name: string
  key: string
  named: boolean
  private: boolean
}

/**
 * Returns the ICE servers in a bootstrap peer's answer that are used: one of each kind,
 * at the host at which the peer was reached, or at a single other one. Other hosts are
 * third parties that our packets would reach, so they may not be in a private network
 * unless the bootstrap peer itself was reached in one.
 *
 * @param answer
 * @param reached - the address of the connection to the bootstrap peer
 */
export function usableIceServers (answer: IceServices, reached: Multiaddr): IceOffer {
  const { username, credential, lifetime } = answer
  const own = isRelayed(reached) ? undefined : hostOf(reached)
  const servers: OfferedIceServer[] = []
  let other: string | undefined

  for (const service of answer.services) {
    const host = service.host === '' ? own : parseHost(service.host)
    const url = host == null ? undefined : urlOf(service, host)
    const isOther = host?.key !== own?.key

    if (host == null || url == null || servers.some(({ kind }) => kind === service.kind) || (isOther && (other ?? host.key) !== host.key)) {
      continue
    }

    if (isOther && !isAllowedElsewhere(host, service.port, own)) {
      continue
    }

    if (service.kind === STUN) {
      servers.push({ kind: STUN, server: { urls: url } })
    } else if (isCredential(username) && isCredential(credential)) {
      servers.push({ kind: service.kind, server: { urls: url, username, credential } })
    } else {
      continue
    }

    other = isOther ? host.key : other
  }

  return { servers, lifetime: Math.min(MAX_ICE_LIFETIME, Math.max(MIN_ICE_LIFETIME, lifetime * 1_000)) }
}

function isAllowedElsewhere (host: Host, port: number, own?: Host): boolean {
  return (port >= FIRST_UNPRIVILEGED_PORT || WEB_PORTS.includes(port)) &&
    (!host.private || (own?.private === true && host.key !== LOOPBACK))
}

function isCredential (text: string): boolean {
  return text !== '' && text.length <= MAX_CREDENTIAL_LENGTH
}

/** See RFC 7064 section 3.1 and RFC 7065 section 3.1 */
function urlOf ({ kind, port }: IceService, { name }: Host): string | undefined {
  if (port < 1 || port > 65_535) {
    return
  }

  switch (kind) {
    case STUN:
      return `stun:${name}:${port}`
    case TURN_UDP:
      return `turn:${name}:${port}?transport=udp`
    case TURN_TCP:
      return `turn:${name}:${port}?transport=tcp`
    default:
  }
}

/** Returns whether peers can be told to use the ICE servers of a host, a name or an IP address */
export function isIceHost (host: string): boolean {
  const key = parseHost(host)?.key

  return key != null && key !== LOOPBACK
}

function parseHost (host: string): Host | undefined {
  const isName = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/i.test(host)

  if (!isName && !/^[\d.]{7,15}$|^[\da-f:.]{2,45}$/i.test(host)) {
    return
  }

  try {
    const version = host.includes(':') ? 'ip6' : 'ip4'

    return hostOf(multiaddr(`/${isName ? 'dns' : version}/${host}/udp/1`))
  } catch {
    return undefined
  }
}

function hostOf (address: Multiaddr): Host | undefined {
  const target = dialTargetOf(address)
  const components = address.getComponents()
  const { value } = components.find(({ name }) => name !== 'ip6zone') ?? {}

  // an address with a zone means nothing in a URL
  if (target == null || value == null || components.some(({ name }) => name === 'ip6zone')) {
    return
  }

  const [, key] = target.key.split(' ')

  return {
    name: value.includes(':') ? `[${value}]` : value,
    key,
    named: target.named,
    private: key === LOOPBACK || isPrivate(address) || key.endsWith('.local')
  }
}
