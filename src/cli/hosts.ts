import { createSocket } from 'node:dgram'
import { createServer, isIP, isIPv6 } from 'node:net'
import { UsageError } from './errors.ts'
import { quote } from './words.ts'

/** What a peer listens on: TCP, WebSocket, WebRTC-Direct */
const LISTEN_ADDRESS = /^\/ip[46]\/([^/]+)\/(?:(tcp)\/(\d+)(?:\/ws)?|(udp)\/(\d+)\/webrtc-direct)$/

const MAX_PORT = 65_535

export interface Endpoint {
  /** How the user gave it, for messages */
  option: string
  protocol: 'tcp' | 'udp'
  host: string
  port: number
}

/** Throws unless it is an IP address of this machine, or nothing */
export async function checkHost (host?: string): Promise<void> {
  if (host == null) {
    return
  }

  if (isIP(host) === 0) {
    throw new UsageError(`--host ${quote(host)} is not an IP address: give one of this machine's, or leave it out for all`)
  }

  await checkEndpoint({ option: '--host', protocol: 'tcp', host, port: 0 })
}

/**
 * Throws unless a peer could listen there now. libp2p finds out only when the peer
 * starts, and by then there is a new key file.
 */
export async function checkListenAddress (text: string): Promise<void> {
  await checkEndpoint(parseListenAddress(text))
}

/** Reads an address to listen on */
export function parseListenAddress (text: string): Endpoint {
  const [, host, tcp, tcpPort, udp, udpPort] = LISTEN_ADDRESS.exec(text) ?? []
  const port = Number(tcpPort ?? udpPort)

  if (host == null || isIP(host) === 0 || text.startsWith('/ip6/') !== isIPv6(host) || port > MAX_PORT) {
    throw new UsageError(`--listen ${quote(text)} is no address to listen on: use the form /ip4/0.0.0.0/tcp/0, …/tcp/0/ws or …/udp/0/webrtc-direct`)
  }

  return { option: `--listen ${quote(text)}`, protocol: (tcp ?? udp) as 'tcp' | 'udp', host, port }
}

/** Throws unless a program could listen there now */
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
      return `port ${port}/${protocol} is in use by another program: stop that, or choose another port`
    case 'EADDRNOTAVAIL':
      return `this machine has no address ${host}: give one of its own`
    case 'EACCES':
      return `the system does not let you use port ${port}: choose one above 1023`
    default:
      return `cannot be listened on (${code}): choose another address`
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
