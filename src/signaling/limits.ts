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

/** ms until the name, and then until the first message, on a new stream: a slow link's round trip, and no more */
export const FIRST_MESSAGE_TIMEOUT = 5_000

/** ms until the first message on a stream that we have opened: a busy member has 12 s to let us in */
export const ANSWER_TIMEOUT = 15_000

/** ms to receive the rest of a frame once it has started */
export const FRAME_TIMEOUT = 5_000

/** ms that a stream may be silent: signaling moves to the data channel at once */
export const IDLE_TIMEOUT = 30_000

/** ms for the other end to close a stream that the local end has closed */
export const CLOSE_TIMEOUT = 5_000

/**
 * Streams of a node whose name hasn't arrived, and streams of a group whose first message
 * hasn't, over all peers. The oldest makes room: name and message of a member arrive
 * together, those of a stalled stream never do
 */
export const MAX_UNAUTHENTICATED_STREAMS = 16

/** Streams per peer: one in use and one that replaces it */
export const MAX_STREAMS_PER_PEER = 2

/**
 * Streams on one connection and in one direction, over all groups: two peers may share
 * several, and look for each other in the past epochs of each. Also libp2p's own bound
 */
export const MAX_STREAMS_PER_CONNECTION = 32

/**
 * Streams in all, those of members included: two for each participant of a full call,
 * newcomers, and some that only look. The one that was silent the longest makes room
 */
export const MAX_STREAMS = 64

/** Messages per second that one identity may send in all of its sessions, and how many at once */
export const MESSAGES_PER_SECOND = 20
export const MESSAGE_BURST = 60

/** Pairs that a participant carries: all the pairs among the seven others of a full call */
export const MAX_CARRIED = 21

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

/** Bytes of a reaction: an emoji with its modifiers */
export const MAX_EMOJI_BYTES = 32

/** How far a sequence number may be behind the highest one */
export const SEQUENCE_WINDOW = 256

/**
 * Identities that are remembered for the whole epoch because they have been in the call,
 * so that no session of theirs comes back. Above it nobody new is let in
 */
export const MAX_KEPT = 4_096

/**
 * Identities that are remembered for the whole epoch because members have introduced
 * them: the shares of a full call, and of 24 members that have left
 */
export const MAX_KNOWN_IDENTITIES = 1_024

/**
 * Of these, those that one member has introduced and that haven't spoken for themselves:
 * four full calls
 */
export const MAX_INTRODUCED = 32

/**
 * Identities besides that speak for themselves and haven't been in the call: they ask who
 * is in it, or wait to be let in. The one that was silent the longest is forgotten
 */
export const MAX_VISITORS = 256

/** Peers that something is remembered about while an answer of theirs is awaited */
export const MAX_ASKED = 1_024

/** Questions to one session that it may answer: one every few seconds is sent */
export const MAX_LOOKS = 8

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

/** ms that messages wait after a dial has failed, for the other end to come to us */
export const PATH_PATIENCE = 500

/**
 * ms for which a neighbour that has sent something otherwise than over the data channel
 * gets its answers another way, too: longer than an ICE restart takes. After that, silence
 * has shown whether the channel is dead
 */
export const DETOUR_PERIOD = 3_000

/** ms that a dial may take: a message that waits longer is useless */
export const DIAL_TIMEOUT = 5_000

/**
 * ms after which a process that has reset a stream is asked once more whether it serves
 * the group: far longer than it takes to go from one epoch to the next
 */
export const GONE_PAUSE = 300

/** Failed proofs within {@link PROOF_PERIOD} ms that block a session key */
export const MAX_FAILED_PROOFS = 3
export const PROOF_PERIOD = 60_000

/** ms for which a peer is blocked */
export const BLOCKED_TIME = 600_000

/** Peers whose failures are remembered: they mustn't fill the memory */
export const MAX_BLOCKLIST_RECORDS = 1_024

/** ms for which messages of the previous epoch are accepted: as long as one may be on its way */
export const EPOCH_GRACE = 5_000

/** Processes whose connections are watched, so that their deaths are noticed: more than fit into a call */
export const MAX_WATCHED = 16

/** ms of silence after which a link is suspicious, and a little more: connections that ended in that time ended with it */
export const SILENCE_BEFORE_PROBE = 3_000

/**
 * ms after the silence was noticed in which the end of a connection still shows that the
 * process has died. Later, the other end has given it up: it was cut off, and is back
 */
export const END_AFTER_SILENCE = 1_000

/** ms that the addresses of a silent session have to answer: a death is to be shown within 3 s */
export const PROBE_TIMEOUT = 700

/** Probes of a session that is silent, and ms between them: a packet may be lost */
export const MAX_PROBES = 3
export const PROBE_PAUSE = 700

/**
 * ms in which a relay's word counts that a session is no longer connected to it. A relay
 * itself drops connections that have been silent for longer
 */
export const RELAY_WORD_LIMIT = 1_500
