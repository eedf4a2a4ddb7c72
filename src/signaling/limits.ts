/**
 * Bounds on what comes from outside. Each says why it has its size.
 */

/** Bytes of one frame: a welcome that names seven others is about 4 KiB */
export const MAX_FRAME_BYTES = 16_384

/** Bytes that wait unread on one stream: one frame arriving behind another */
export const MAX_BUFFER_BYTES = 32_768

/** Bytes that a frame costs beside its own: many small ones must not fill the memory either */
export const FRAME_COST = 64

/** Pieces that a frame may come in: a full one is a dozen packets. Each costs more than a byte is worth */
export const MAX_FRAME_PIECES = 64

/** ms until the first message on a new stream: a slow link's round trip, and no more */
export const FIRST_MESSAGE_TIMEOUT = 5_000

/** ms that the rest of a later message may take: who has begun one has all of it */
export const FRAME_TIMEOUT = 5_000

/** ms that a stream may be silent: signaling moves to the data channel at once */
export const IDLE_TIMEOUT = 30_000

/** ms that the other end has to close a stream that this end has closed */
export const CLOSE_TIMEOUT = 5_000

/**
 * Streams on which nobody has proved an identity yet, over all peers. The oldest
 * makes way: a member's first message comes with its stream, a stalled one never
 */
export const MAX_UNAUTHENTICATED_STREAMS = 16

/** Streams per peer: one in use and one that replaces it */
export const MAX_STREAMS_PER_PEER = 2

/**
 * Streams in all, of members too: two for each of a full call, those who join, and
 * some who look on. The one that was silent the longest makes way
 */
export const MAX_STREAMS = 64

/** Messages a second that one sender may go on sending, and how many at once, in all of its sessions */
export const MESSAGES_PER_SECOND = 20
export const MESSAGE_BURST = 60

/** Candidates per side and ICE generation */
export const MAX_CANDIDATES = 64

/** Characters of one candidate line: a host name candidate is about 120 */
export const MAX_CANDIDATE_LENGTH = 512

/** Addresses in a presence, and bytes of each: as in provider records */
export { MAX_ADDRESS_BYTES, MAX_RECORD_ADDRESSES as MAX_ADDRESSES } from '../network/limits.ts'

/** Presences in a welcome: a full call */
export const MAX_PRESENCES = 8

/**
 * Messages that make no sense in {@link VIOLATION_PERIOD} ms which close their
 * stream. A message may cross another one and so make no sense now and then: that
 * is forgotten after a while
 */
export const MAX_VIOLATIONS = 3
export const VIOLATION_PERIOD = 60_000

/** Forgeries that are told of, one for each name and who brought it: who was told so often knows */
export const MAX_FORGERIES_TOLD = 16

/** Characters of a chat message, in UTF-8 bytes */
export const MAX_CHAT_BYTES = 4_096

/** How far behind the highest sequence number a message may still come */
export const SEQUENCE_WINDOW = 256

/**
 * Identities whose newest session is remembered, so that an older one cannot
 * come back: far more than a group has members
 */
export const MAX_KNOWN_SESSIONS = 1_024

/** Frames that wait for a slow stream or for a dial before more are dropped */
export const MAX_UNSENT_FRAMES = 64

/**
 * Frames a second over one path, and at once: a member may hand on what seven
 * others say
 */
export const FRAMES_PER_SECOND = 160
export const FRAME_BURST = 480

/** ms that a dial for a message may take: one that waits longer is of no use */
export const DIAL_TIMEOUT = 5_000

/** Failed proofs in {@link PROOF_PERIOD} ms after which a peer, or a /24 or /64, is ignored */
export const MAX_FAILED_PROOFS_PER_PEER = 3
export const MAX_FAILED_PROOFS_PER_NETWORK = 10
export const PROOF_PERIOD = 60_000

/** ms for which an offender is ignored */
export const OFFENDER_IGNORED = 600_000

/** Peers and networks whose failures are remembered: they must not fill the memory */
export const MAX_OFFENDERS = 1_024

/** ms for which messages of the last epoch are taken: as long as one may be on its way */
export const EPOCH_GRACE = 5_000
