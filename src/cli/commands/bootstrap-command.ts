import { isIP } from 'node:net'
import { createBootstrapPeer, DEFAULT_METRICS_HOST, DEFAULT_PAGE_PORT, DEFAULT_STUN_PORT, DEFAULT_TCP_PORT, DEFAULT_TURN_PORT, DEFAULT_WEBRTC_PORT, DEFAULT_WS_PORT, getPreset } from '../../../bootstrap/index.ts'
import { appDirectory } from '../app-directory.ts'
import { UsageError } from '../errors.ts'
import { checkEndpoint, checkHost } from '../hosts.ts'
import { takeLittleMemory } from '../little-memory.ts'
import { parseAddress, parsePageUrl } from '../options.ts'
import { printJson } from '../print-json.ts'
import { listenForStop, within } from '../stopping.ts'
import { quote } from '../words.ts'
import type { RelayPorts, TurnInit } from '../../../bootstrap/index.ts'

/** ms to close: a remote peer may hang, and coturn takes a second */
const STOP_LIMIT = 4_000

export interface BootstrapOptions {
  port?: number
  wsPort?: number
  webrtcPort?: number
  stunPort?: number
  iceHost?: string
  turn?: boolean
  turnPort?: number
  turnRelayPorts?: RelayPorts
  turnMbit?: number
  turnAllow?: string[]
  page?: boolean
  pagePort?: number
  pageUrl?: string
  host?: string
  dataDir?: string
  announce?: string[]
  bootstrap?: string[]
  network?: string
  metrics?: number
  metricsHost?: string
  json?: boolean
}

/**
 * `groupcall bootstrap`
 *
 * @returns the exit code
 */
export async function bootstrap (options: BootstrapOptions): Promise<number> {
  const stop = listenForStop()

  await checkHost(options.host)
  getPreset(options.network ?? 'local')

  const announce = options.announce?.map(text => parseAddress(text, '--announce').toString())
  const others = options.bootstrap?.map(text => parseAddress(text, '--bootstrap').toString())

  const page = choosePage(options)
  const metricsServer = chooseMetrics(options)

  await checkPorts(options)

  if (page != null) {
    await checkEndpoint({ option: '--page-port', protocol: 'tcp', host: '127.0.0.1', port: page.port })
  }

  if (metricsServer != null) {
    await checkEndpoint({ option: '--metrics', protocol: 'tcp', host: metricsServer.host ?? DEFAULT_METRICS_HOST, port: metricsServer.port })
  }

  try {
    const peer = await createBootstrapPeer({ ...options, page, turn: chooseTurn(options), metrics: undefined, metricsServer, announce, bootstrap: others, signal: stop.signal })
    takeLittleMemory()
    const addresses = peer.addresses()

    if (options.json === true) {
      printJson({ type: 'bootstrap', peerId: peer.peerId.toString(), addresses, stunUrl: peer.stunUrl, turnUrl: peer.turnUrl, pageUrl: peer.pageUrl, metricsUrl: peer.metricsUrl })
    } else {
      process.stdout.write(`You can reach this bootstrap peer at\n\n${[...addresses, peer.stunUrl, peer.turnUrl].filter(address => address != null).map(address => `  ${address}\n`).join('')}\n`)
      process.stdout.write(peer.pageUrl == null ? '' : `The page for browsers on this machine is at ${peer.pageUrl}\n${page?.inviteUrl == null ? 'Others can\'t open it. Name a page on an https server with --page-url, and invites link to that.\n' : `Invites link to ${page.inviteUrl}\n`}`)
      process.stdout.write(peer.metricsUrl == null ? '' : `Metrics are at ${peer.metricsUrl}\n`)
      process.stdout.write(`${options.dataDir == null ? 'These addresses change when it restarts. Use --data-dir to keep them.\n' : ''}Others enter the network through it with: groupcall call --bootstrap ADDRESS\nPress Ctrl-C to stop it.\n`)
    }

    await stop.requested()
    await within(STOP_LIMIT, Promise.resolve(peer.stop()))
  } catch (err) {
    // stopping it while it starts isn't a failure
    if (!stop.signal.aborted) {
      throw err
    }
  }

  return 0
}

function choosePage ({ page, pagePort, pageUrl }: BootstrapOptions): { directory: string, port: number, inviteUrl?: string } | undefined {
  const inviteUrl = parsePageUrl(pageUrl)

  if (page !== true && pagePort == null) {
    return
  }

  const directory = appDirectory()

  if (directory == null) {
    throw new UsageError('--page: the page hasn\'t been built: run npm run build')
  }

  return { directory, port: pagePort ?? DEFAULT_PAGE_PORT, inviteUrl }
}

function chooseTurn ({ turn, turnPort, turnRelayPorts, turnMbit, turnAllow }: BootstrapOptions): TurnInit | undefined {
  if (turn !== true && turnPort == null && turnRelayPorts == null && turnMbit == null && turnAllow == null) {
    return
  }

  return { port: turnPort, relayPorts: turnRelayPorts, maxMbit: turnMbit, allow: turnAllow }
}

function chooseMetrics ({ metrics, metricsHost }: BootstrapOptions): { port: number, host?: string } | undefined {
  if (metrics == null && metricsHost != null) {
    throw new UsageError('--metrics-host: name a port as well, with --metrics')
  }

  if (metricsHost != null && isIP(metricsHost) === 0) {
    throw new UsageError(`--metrics-host ${quote(metricsHost)} isn't an IP address: use one of this machine`)
  }

  return metrics == null ? undefined : { port: metrics, host: metricsHost }
}

/** Checked before new keys are written to the data directory */
async function checkPorts ({ host = '0.0.0.0', port = DEFAULT_TCP_PORT, wsPort = DEFAULT_WS_PORT, webrtcPort = DEFAULT_WEBRTC_PORT, stunPort = DEFAULT_STUN_PORT, turn, turnPort }: BootstrapOptions): Promise<void> {
  await checkEndpoint({ option: '--port', protocol: 'tcp', host, port })
  await checkEndpoint({ option: '--ws-port', protocol: 'tcp', host, port: wsPort })
  await checkEndpoint({ option: '--webrtc-port', protocol: 'udp', host, port: webrtcPort })
  await checkEndpoint({ option: '--stun-port', protocol: 'udp', host, port: stunPort })

  if (turn === true || turnPort != null) {
    await checkEndpoint({ option: '--turn-port', protocol: 'udp', host, port: turnPort ?? DEFAULT_TURN_PORT })
  }
}
