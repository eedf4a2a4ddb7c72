/** The configuration that the page's host serves as `config.json` */
export interface PageConfig {
  /** Name of the network preset */
  network: string
  /** Multiaddrs of bootstrap peers */
  bootstrap: string[]
  /** Besides those that bootstrap peers offer; none at all if the list is empty */
  iceServers?: RTCIceServer[]
  /** Hide visitors' addresses from everybody but the bootstrap peers */
  relayOnly?: boolean
  /** URL of the page that invites link to, if others can't open this one */
  page?: string
}

/** ms to wait for a slow host: not long, because invites often name peers themselves */
const TIMEOUT = 3_000

/** Returns a host's configuration; without a usable answer, it names no peers */
export async function loadConfig (): Promise<PageConfig> {
  try {
    const response = await fetch('config.json', { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT) })
    const { network, bootstrap, iceServers, relayOnly, page } = await response.json()

    return {
      network: typeof network === 'string' ? network : 'local',
      bootstrap: Array.isArray(bootstrap) ? bootstrap.filter(address => typeof address === 'string') : [],
      iceServers: Array.isArray(iceServers) ? iceServers : undefined,
      relayOnly: relayOnly === true,
      page: typeof page === 'string' && /^https?:/.test(page) ? page.replace(/#.*/, '') : undefined
    }
  } catch {
    return { network: 'local', bootstrap: [] }
  }
}
