/** What the host of the page says beside it, in `config.json` */
export interface PageConfig {
  /** Name of the network preset */
  network: string
  /** Multiaddrs of peers to enter the network by */
  bootstrap: string[]
  /** `stun:` or `turn:` URLs */
  iceServers: RTCIceServer[]
}

/** ms: invites often name peers themselves, so a slow host is not waited for */
const TIMEOUT = 3_000

/** A host that says nothing, or nothing of use, is one without peers */
export async function loadConfig (): Promise<PageConfig> {
  try {
    const response = await fetch('config.json', { cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT) })
    const { network, bootstrap, stun, iceServers } = await response.json()

    return {
      network: typeof network === 'string' ? network : 'local',
      bootstrap: Array.isArray(bootstrap) ? bootstrap.filter(address => typeof address === 'string') : [],
      iceServers: [...(Array.isArray(iceServers) ? iceServers : []), ...(typeof stun === 'string' ? [{ urls: stun }] : [])]
    }
  } catch {
    return { network: 'local', bootstrap: [], iceServers: [] }
  }
}
