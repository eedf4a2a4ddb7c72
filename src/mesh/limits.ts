/**
 * The limits of a call: counts, sizes and times that bound what comes from
 * outside, or that a test has to shorten. Times are in ms.
 */
import { LINK_LIMITS, MAX_SDP_CANDIDATES } from '../link/index.ts'
import type { LinkLimits } from '../link/index.ts'

/** Participants above which people are warned: uploads and processors get busy */
export const SOFT_LIMIT = 4

/** Participants of a call: each sends 350 kbit/s to the seven others */
export const HARD_LIMIT = 8

/**
 * `RTCPeerConnection`s at the same time: to seven others, and two that are being
 * closed while others take their place. In Node each costs 1 MiB, 100 descriptors
 * and 2 threads, and 200 of them end the process.
 */
export const MAX_CONNECTIONS = HARD_LIMIT - 1 + 2

/** Time between two new connections to a participant, however often it asks for another */
export const CONNECTION_INTERVAL = 1_000

/** How long a closed connection still counts: the library tears it down on threads of its own */
export const CLOSING_TIME = 1_000

/** Failed attempts to connect to a participant before it is dropped: half a minute */
export const MAX_STALLS = 6

/** What may arrive for a link before it is created: an offer and the candidates of its ICE generation */
export const MAX_HELD = 1 + MAX_SDP_CANDIDATES

/** How often links are measured: as often as a display needs */
export const STATISTICS_INTERVAL = 1_000

/** What a test may shorten; times in ms */
export interface MeshLimits extends LinkLimits {
  /** @default 6 */
  maxStalls: number
  /** @default 1_000 */
  connectionInterval: number
  /** @default 1_000 */
  closingTime: number
}

export const MESH_LIMITS: Readonly<MeshLimits> = {
  ...LINK_LIMITS,
  maxStalls: MAX_STALLS,
  connectionInterval: CONNECTION_INTERVAL,
  closingTime: CLOSING_TIME
}
