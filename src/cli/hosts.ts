import { createSocket } from 'node:dgram'
import { createServer, isIP, isIPv6 } from 'node:net'
import { UsageError } from './errors.ts'
import { quote } from './words.ts'

/** What a peer listens on: TCP, WebSocket, WebRTC-Direct */
const LISTEN_ADDRESS = /^\/ip[46]\/([^/]+)\/(?:(tcp)\/(\d+)(?:\/ws)?|(udp)\/(\d+)\/webrtc-direct)$/

const MAX_PORT = 65_535

export interface Endpoint {
  /** The option as the user wrote it, for messages */
  option: string
  protocol: 'tcp' | 'udp'
  host: string
  port: number
}

/** Throws if `host` is set, but isn't an IP address of this machine */
export async function checkHost (host?: string): Promise<void> {
  if (host == null) {
    return
  }

  if (isIP(host) === 0) {
    throw new UsageError(`--host ${quote(host)} isn't an IP address: use one of this machine, or leave --host out to listen on all`)
  }

  await checkEndpoint({ option: '--host', protocol: 'tcp', host, port: 0 })
}

/**
 * Throws unless a peer could listen on the endpoint now. libp2p would notice only when
 * the peer starts, after a new key file has been written.
 */
export async function checkListenAddress (text: string): Promise<void> {
  await checkEndpoint(parseListenAddress(text))
}

/** Parses a multiaddr to listen on */
export function parseListenAddress (text: string): Endpoint {
  const [, host, tcp, tcpPort, udp, udpPort] = LISTEN_ADDRESS.exec(text) ?? []
  const port = Number(tcpPort ?? udpPort)

  if (host == null || isIP(host) === 0 || text.startsWith('/ip6/') !== isIPv6(host) || port > MAX_PORT) {
    throw new UsageError(`--listen ${quote(text)} isn't an address to listen on: use the form /ip4/0.0.0.0/tcp/0, …/tcp/0/ws or …/udp/0/webrtc-direct`)
  }

  return { option: `--listen ${quote(text)}`, protocol: (tcp ?? udp) as 'tcp' | 'udp', host, port }
}

/** Throws unless a program could listen on the endpoint now */
export async function checkEndpoint (endpoint: Endpoint): Promise<void> {
  const { option, protocol, host, port } = endpoint

  try {
    await (protocol === 'tcp' ? tryTCP(host, port) : tryUDP(host, port))
  } catch (err: any) {
    throw new UsageError(`${option}: ${problemWords(err.code ?? err.message, endpoint)}`)
  }
}

function problemWords (code: string, { host, port, protocol }: Endpoint): string {
  switch (code) {
    case 'EADDRINUSE':
      return `port ${port}/${protocol} is in use by another program: stop it, or choose another port`
    case 'EADDRNOTAVAIL':
      return `this machine has no address ${host}: choose another`
    case 'EACCES':
      return `the system doesn't let you use port ${port}: choose one above 1023`
    default:
      return `can't be listened on (${code}): choose another address`
  }
}

async function tryTCP (host: string, port: number): Promise<void> {
  const server = createServer()

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, resolve)
  })
  await new Promise(resolve => { server.close(resolve) })
}

async function tryUDP (host: string, port: number): Promise<void> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')

  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.bind({ address: host, port, exclusive: true }, resolve)
    })
  } finally {
    socket.close()
  }
}
