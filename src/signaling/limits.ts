/**
 * Bounds on what comes from outside, with the reason for each
 */

/** Bytes of one frame: a welcome with seven presences is about 4 KiB */
export const MAX_FRAME_BYTES = 16_384

/** Unread bytes on one stream: a frame that arrives behind another */
export const MAX_BUFFER_BYTES = 32_768

/** Bytes that a frame costs besides its own: many small ones mustn't fill the memory either */
export const FRAME_COST = 64

/** Pieces that a frame may arrive in: a full one is a dozen packets. Each piece costs more than a byte is worth */
export const MAX_FRAME_PIECES = 64

/** ms until the first message on a new stream: a slow link's round trip, and no more */
export const FIRST_MESSAGE_TIMEOUT = 5_000

/** ms to receive the rest of a frame once it has started */
export const FRAME_TIMEOUT = 5_000

/** ms that a stream may be silent: signaling moves to the data channel at once */
export const IDLE_TIMEOUT = 30_000

/** ms for the other end to close a stream that the local end has closed */
export const CLOSE_TIMEOUT = 5_000

/**
 * Streams of peers that haven't proven anything yet, over all peers. The oldest makes
 * room: a member's first message arrives with its stream, a stalled one never does
 */
export const MAX_UNAUTHENTICATED_STREAMS = 16

/** Streams per peer: one in use and one that replaces it */
export const MAX_STREAMS_PER_PEER = 2

/**
 * Streams in all, those of members included: two for each participant of a full call,
 * newcomers, and some that only look. The one that was silent the longest makes room
 */
export const MAX_STREAMS = 64

/** Messages per second that one identity may send in all of its sessions, and how many at once */
export const MESSAGES_PER_SECOND = 20
export const MESSAGE_BURST = 60

/** Candidates per side and ICE generation */
export const MAX_CANDIDATES = 64

/** Characters of one candidate line: a host name candidate has about 120 */
export const MAX_CANDIDATE_LENGTH = 512

/** Addresses in a presence, and bytes of each: as in provider records */
export { MAX_ADDRESS_BYTES, MAX_RECORD_ADDRESSES as MAX_ADDRESSES } from '../network/limits.ts'

/** Presences in a welcome: a full call */
export const MAX_PRESENCES = 8

/**
 * Invalid messages within {@link VIOLATION_PERIOD} ms that close a path. A message may
 * cross another and so be invalid now and then, which is forgotten after a while
 */
export const MAX_VIOLATIONS = 3
export const VIOLATION_PERIOD = 60_000

/** Forgeries that are reported, one for each sender and carrier: a user warned that often knows */
export const MAX_FORGERIES_TOLD = 16

/** Bytes of a chat message in UTF-8 */
export const MAX_CHAT_BYTES = 4_096

/** How far a sequence number may be behind the highest one */
export const SEQUENCE_WINDOW = 256

/**
 * Identities whose newest session is remembered, so that an older one can't come back:
 * far more than a group has members
 */
export const MAX_KNOWN_SESSIONS = 1_024

/**
 * Sessions of one identity that others tell of and that haven't sent anything: its
 * newest one, and another that is just being replaced
 */
export const MAX_CLAIMED_SESSIONS = 2

/** Frames that wait for a slow stream or for a dial before more are dropped */
export const MAX_UNSENT_FRAMES = 64

/** Frames per second on one path, and at once: a member may forward what seven others send */
export const FRAMES_PER_SECOND = 160
export const FRAME_BURST = 480

/** ms that a dial may take: a message that waits longer is useless */
export const DIAL_TIMEOUT = 5_000

/** Failed proofs within {@link PROOF_PERIOD} ms that block a peer, or a /24 or /64 */
export const MAX_FAILED_PROOFS_PER_PEER = 3
export const MAX_FAILED_PROOFS_PER_NETWORK = 10
export const PROOF_PERIOD = 60_000

/** ms for which a peer is blocked */
export const BLOCKED_TIME = 600_000

/** Peers and networks whose failures are remembered: they mustn't fill the memory */
export const MAX_BLOCKLIST_RECORDS = 1_024

/** ms for which messages of the previous epoch are accepted: as long as one may be on its way */
export const EPOCH_GRACE = 5_000
