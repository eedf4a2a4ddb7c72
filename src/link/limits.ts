/**
 * The limits of a link: counts, sizes and times that bound what comes from
 * outside, or that a test has to shorten. Times are in ms.
 */

/** How often a heartbeat is sent: four may be lost before the remote end counts as silent */
export const HEARTBEAT_INTERVAL = 500

/** Silence after which a link is shown as reconnecting: with a heartbeat, that is within 2 s */
export const SILENCE_LIMIT = 1_500

/**
 * The same for a link without a data channel: its remote end may send nothing but the
 * checks of ICE, which come every 5 s (RFC 7675 section 5.1) or more often
 */
export const QUIET_LIMIT = 6_000

/**
 * Silence after which ICE is restarted: slow connections, and those that lose
 * packets for a moment, recover by themselves
 */
export const LOSS_LIMIT = 3_000

/**
 * Silence after which the remote end is gone if nothing else proves it: long enough for
 * another network, a tunnel or a nap
 */
export const GONE_LIMIT = 30_000

/**
 * How late a heartbeat may be before this process counts as having slept, so
 * that its silence isn't held against the remote end
 */
export const SLEEP_LIMIT = 1_000

/**
 * How long what arrives may have been waiting: a process that has slept is first given
 * what came meanwhile, which doesn't show that the remote end is still there. The system
 * keeps up to a minute of a voice
 */
export const STALE_PERIOD = 1_000

/**
 * How long a link may take to connect: more than it takes on any network that loses
 * nothing. Where candidates don't trickle, it begins when gathering has ended
 */
export const CONNECT_TIMEOUT = 4_000

/**
 * How long ICE gathering may take at either end. Nothing waits for it where candidates
 * trickle
 */
export const ICE_GATHERING_TIMEOUT = 30_000

/**
 * Pauses between the ICE restarts of a link that isn't heard: each is twice as long as
 * the one before. The first is enough for a round trip around the world, and a path
 * that works again is found within the longest.
 */
export const FIRST_RESTART_PAUSE = 2_000
export const MAX_RESTART_PAUSE = 5_000

/**
 * How long after an offer a request for another is ignored: it was sent before the first
 * one arrived, and another would only make the answer to that useless
 */
export const RESTART_CROSSING = 1_500

/**
 * ICE restarts of a link in {@link RESTART_PERIOD}, requested by either end: those that
 * the pauses allow, and five because networks changed
 */
export const MAX_RESTARTS = 12

/** See {@link MAX_RESTARTS} */
export const RESTART_PERIOD = 30_000

/** How long a candidate waits for those right behind it: they come in one burst */
export const BATCH_DELAY = 1

/** How long a description waits for the first candidates: the addresses of this machine are known within 2 ms */
export const FIRST_BATCH_TIMEOUT = 20

/**
 * Connections of this process that may be connecting at the same time. Each time
 * one starts, libwebrtc gathers for all of them again (each start counts as a
 * network change), and 100 ms later for TCP candidates, too: many slow ones cost
 * thousands of sockets and seconds of processor time.
 */
export const MAX_GATHERING = 4

/** How long a slow connection may hold up the next: a round trip around the world */
export const MAX_GATHERING_HOLD = 250

/**
 * How often the certificate of a connected link is looked up: it is available at
 * once or never, and a link to an unknown peer must not last for a second
 */
export const MAX_CERTIFICATE_POLLS = 8

/** See {@link MAX_CERTIFICATE_POLLS} */
export const CERTIFICATE_POLL_INTERVAL = 100

/** How often the DTLS handshake is checked: one that a peer in the middle broke is noticed within a second */
export const HANDSHAKE_INTERVAL = 250

/** How long the remote end has to receive the last message before the connection is closed */
export const END_TIMEOUT = 250

/** Bytes queued in a data channel above which more are dropped: a slow remote end must not take our memory */
export const MAX_CHANNEL_BUFFER = 1_048_576

/** Bytes of a session description: two sections with 64 candidates each fit */
export const MAX_SDP_BYTES = 16_384

/** Candidates of an ICE generation: each makes this machine send packets to an address that the remote end chose */
export const MAX_SDP_CANDIDATES = 64

/** Characters of a candidate line: host names of 255 and all known extensions fit */
export const MAX_CANDIDATE_LENGTH = 500

/** Characters of an ICE user name fragment or password (RFC 8839 section 5.4) */
export const MAX_ICE_STRING_LENGTH = 256

/** The lowest port of a candidate: lower ones belong to well-known services that don't speak WebRTC */
export const LOWEST_PORT = 1_024

/** What a test may shorten; times in ms */
export interface LinkLimits {
  /** @default 500 */
  heartbeatInterval: number
  /** @default 1_500 */
  silenceLimit: number
  /** @default 6_000 */
  quietLimit: number
  /** @default 3_000 */
  lossLimit: number
  /** @default 30_000 */
  goneLimit: number
  /** @default 1_000 */
  sleepLimit: number
  /** @default 4_000 */
  connectTimeout: number
  /** @default 30_000 */
  iceGatheringTimeout: number
  /** @default 2_000 */
  firstRestartPause: number
  /** @default 5_000 */
  maxRestartPause: number
  /** @default 12 */
  maxRestarts: number
  /** @default 30_000 */
  restartPeriod: number
}

export const LINK_LIMITS: Readonly<LinkLimits> = {
  heartbeatInterval: HEARTBEAT_INTERVAL,
  silenceLimit: SILENCE_LIMIT,
  quietLimit: QUIET_LIMIT,
  lossLimit: LOSS_LIMIT,
  goneLimit: GONE_LIMIT,
  sleepLimit: SLEEP_LIMIT,
  connectTimeout: CONNECT_TIMEOUT,
  iceGatheringTimeout: ICE_GATHERING_TIMEOUT,
  firstRestartPause: FIRST_RESTART_PAUSE,
  maxRestartPause: MAX_RESTART_PAUSE,
  maxRestarts: MAX_RESTARTS,
  restartPeriod: RESTART_PERIOD
}
