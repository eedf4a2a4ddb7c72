import { createBootstrapPeer, DEFAULT_PAGE_PORT, DEFAULT_STUN_PORT, DEFAULT_TCP_PORT, DEFAULT_WEBRTC_PORT, DEFAULT_WS_PORT, getPreset } from '../../../bootstrap/index.ts'
import { appDirectory } from '../app-directory.ts'
import { UsageError } from '../errors.ts'
import { checkEndpoint, checkHost } from '../hosts.ts'
import { takeLittleMemory } from '../little-memory.ts'
import { parseAddress } from '../options.ts'
import { listenForStop, within } from '../stopping.ts'

/** ms for closing: a peer of the other end may hang */
const STOP_LIMIT = 1_500

export interface BootstrapOptions {
  port?: number
  wsPort?: number
  webrtcPort?: number
  stunPort?: number
  page?: boolean
  pagePort?: number
  host?: string
  dataDir?: string
  announce?: string[]
  bootstrap?: string[]
  network?: string
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

  await checkPorts(options)

  if (page != null) {
    await checkEndpoint({ option: '--page-port', protocol: 'tcp', host: '127.0.0.1', port: page.port })
  }

  try {
    const peer = await createBootstrapPeer({ ...options, page, announce, bootstrap: others, signal: stop.signal })
    takeLittleMemory()
    const addresses = peer.addresses()

    if (options.json === true) {
      process.stdout.write(`${JSON.stringify({ type: 'bootstrap', peerId: peer.peerId.toString(), addresses, stunUrl: peer.stunUrl, pageUrl: peer.pageUrl })}\n`)
    } else {
      process.stdout.write(`This bootstrap peer can be reached at\n\n${addresses.map(address => `  ${address}`).join('\n')}\n${peer.stunUrl == null ? '' : `  ${peer.stunUrl}\n`}\n`)
      process.stdout.write(peer.pageUrl == null ? '' : `The page is at ${peer.pageUrl} for browsers on this machine.\n`)
      process.stdout.write(`${options.dataDir == null ? 'These addresses end with it: give --data-dir to keep them.\n' : ''}Others enter by it with: groupcall call --bootstrap ADDRESS\nCtrl-C stops it.\n`)
    }

    await stop.requested()
    await within(STOP_LIMIT, Promise.resolve(peer.stop()))
  } catch (err) {
    // stopping while it starts is no failure
    if (!stop.signal.aborted) {
      throw err
    }
  }

  return 0
}

function choosePage ({ page, pagePort }: BootstrapOptions): { directory: string, port: number } | undefined {
  if (page !== true && pagePort == null) {
    return
  }

  const directory = appDirectory()

  if (directory == null) {
    throw new UsageError('--page: the page has not been built: run npm run build')
  }

  return { directory, port: pagePort ?? DEFAULT_PAGE_PORT }
}

/** Before there are new keys in the data directory */
async function checkPorts ({ host = '0.0.0.0', port = DEFAULT_TCP_PORT, wsPort = DEFAULT_WS_PORT, webrtcPort = DEFAULT_WEBRTC_PORT, stunPort = DEFAULT_STUN_PORT }: BootstrapOptions): Promise<void> {
  await checkEndpoint({ option: '--port', protocol: 'tcp', host, port })
  await checkEndpoint({ option: '--ws-port', protocol: 'tcp', host, port: wsPort })
  await checkEndpoint({ option: '--webrtc-port', protocol: 'udp', host, port: webrtcPort })
  await checkEndpoint({ option: '--stun-port', protocol: 'udp', host, port: stunPort })
}
