import type { InviteBase } from '../model/invite-base.ts'

/** What a page sets for its calls, and may change at any time */
export interface CallSettings {
  /** The user's name */
  name: string
  /** Multiaddrs of bootstrap peers, besides those in the invite */
  bootstrap: string[]
  iceServers?: RTCIceServer[]
  /** See `CallPeerInit` */
  relayOnly?: boolean
  /** URL of the page that invites for others open */
  inviteBase: InviteBase
  /** Where the identity is stored, see `defaultKeyPath` */
  identityPath?: string
}

/** Returns whether a call with other settings needs another peer in the network */
export function needsAnotherPeer (before: CallSettings, after: CallSettings): boolean {
  const networks = [before, after].map(({ bootstrap, identityPath, relayOnly = false }) => JSON.stringify([bootstrap, identityPath, relayOnly]))

  return networks[0] !== networks[1]
}
