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

/**
 * How long attempts to connect to a participant go on, without the time that this machine
 * gathers: then it is dropped, or tried again with pauses if others hear it
 */
export const CONNECT_LIMIT = 30_000

/**
 * The longest pause between two attempts after {@link CONNECT_LIMIT}: each costs both ends
 * a moment of gathering. A change of the local network ends it
 */
export const MAX_RETRY_PAUSE = 30_000

/**
 * Silence after which a participant that has never been linked is gone: shorter than for
 * one that has, because a peer that claims to be in the call takes a place in it
 */
export const ABSENCE_LIMIT = 9_000

/** What may arrive for a link before it is created: an offer and the candidates of its ICE generation */
export const MAX_HELD = 1 + MAX_SDP_CANDIDATES

/**
 * Hosts and ports that the candidates of a member may name, over all of its links in a
 * call: how many at once, and how many a minute after that. The library sends packets to
 * each of them. A machine with two networks names about 10, one with many virtual ones 20,
 * and as many others after each ICE restart and in each attempt to
 * connect.
 */
export const MEMBER_CANDIDATES = 2 * MAX_SDP_CANDIDATES
export const MEMBER_CANDIDATES_PER_MINUTE = 30

/** The same for all members of a call together, because identities are free: seven others at their largest, or all of them several times as they are */
export const ALL_CANDIDATES = 512
export const ALL_CANDIDATES_PER_MINUTE = 120

/**
 * ICE generations in which a member may name the same host and port: how many at once,
 * and how many a minute after that. Each has the library try it again. Either end may
 * restart ICE 12 times in 30 s, but then mostly has other ports.
 */
export const CANDIDATE_USES = 6
export const CANDIDATE_USES_PER_MINUTE = 2

/** Hosts and ports that are remembered of a member, and members: a forgotten one counts as new */
export const MAX_REMEMBERED_CANDIDATES = 256
export const MAX_REMEMBERED_MEMBERS = 64

/** How often links are measured: as often as a display needs */
export const STATISTICS_INTERVAL = 1_000

/** What a test may shorten; times in ms */
export interface MeshLimits extends LinkLimits {
  /** @default 30_000 */
  connectLimit: number
  /** @default 30_000 */
  maxRetryPause: number
  /** @default 9_000 */
  absenceLimit: number
  /** @default 1_000 */
  connectionInterval: number
  /** @default 1_000 */
  closingTime: number
}

export const MESH_LIMITS: Readonly<MeshLimits> = {
  ...LINK_LIMITS,
  connectLimit: CONNECT_LIMIT,
  maxRetryPause: MAX_RETRY_PAUSE,
  absenceLimit: ABSENCE_LIMIT,
  connectionInterval: CONNECTION_INTERVAL,
  closingTime: CLOSING_TIME
}
