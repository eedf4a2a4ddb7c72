import { InvalidParametersError } from '@libp2p/interface'
import { checkName, TICKET_BYTES } from '../group/index.ts'
import type { CallContacts } from './protocol/identity-pinning.ts'
import type { UpdateGroup } from './roster-editor.ts'
import type { Ticket } from '../group/index.ts'
import type { OpusOptions } from '../link/index.ts'
import type { MicrophoneSource } from '../mesh/index.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** kbit/s that Opus can encode, see RFC 7587 section 6.1 */
const MIN_BITRATE_KBPS = 6
const MAX_BITRATE_KBPS = 510

/** See RFC 7064 and RFC 7065 */
const ICE_SERVER_URL = /^(?:stuns?|turns?):./

/** Everything about a call that is decided before joining it */
export interface CallInit {
  /**
   * A microphone, or a function that opens one once the call has room
   *
   * @default none: listen only
   */
  microphone?: MicrophoneSource

  /** What others see: at most 64 bytes of UTF-8 */
  name?: string

  /**
   * Join muted
   *
   * @default false
   */
  muted?: boolean

  /** Addresses of possible members and bootstrap peers, for example from an invite */
  addresses?: Multiaddr[]

  /**
   * STUN and TURN servers, which come before those that bootstrap peers offer; an empty
   * list means that none are used at all
   *
   * @default only those that bootstrap peers offer
   */
  iceServers?: RTCIceServer[]

  /**
   * Use the ICE servers that bootstrap peers offer
   *
   * @default true, unless `iceServers` is empty
   */
  offeredIceServers?: boolean

  /**
   * 'relay' lets voices go through TURN alone, if there is a TURN server. To hide your IP
   * addresses from the other members, see `relayOnly` of `CallPeerInit`.
   *
   * @default 'all'
   */
  iceTransportPolicy?: RTCIceTransportPolicy

  /** How your voice is encoded */
  opus?: OpusOptions

  /** From an invite to a members-only group: its owner lets you in with it, once */
  ticket?: Uint8Array

  /** When the invite expires, in ms since the Unix epoch */
  expires?: number

  /** For owners: your unused tickets; see the event `ticket` */
  tickets?(): readonly Ticket[]

  /**
   * For owners whose group is stored: makes each change of the roster where it is stored, so
   * that a change by another process at the same time is not lost
   *
   * @default the call only knows its own changes: store what the event `group` brings
   */
  updateGroup?: UpdateGroup

  /**
   * Known people and their keys. A participant with the name of a contact but
   * another key is on hold, and the call dispatches `identity:changed`.
   *
   * @default everybody is new
   */
  contacts?: CallContacts

  /**
   * Carry the voices of others that can't connect to each other: they are mixed into what
   * you send
   *
   * @default true
   */
  carry?: boolean

  /**
   * When you can't connect to someone, hear each other through a member that carries your
   * voices. That member could change what it carries.
   *
   * @default true
   */
  carried?: boolean
}

/**
 * Checks what a call is created with, and returns the name to use
 *
 * @throws {InvalidParametersError}
 */
export function checkCallInit ({ name, iceServers = [], opus = {}, ticket, expires }: CallInit): string {
  const { bitrateKbps = MIN_BITRATE_KBPS } = opus

  if (!(bitrateKbps >= MIN_BITRATE_KBPS && bitrateKbps <= MAX_BITRATE_KBPS)) {
    throw new InvalidParametersError(`Opus can't encode ${bitrateKbps} kbit/s: choose a bitrate from ${MIN_BITRATE_KBPS} to ${MAX_BITRATE_KBPS}`)
  }

  if (ticket != null && ticket.byteLength !== TICKET_BYTES) {
    throw new InvalidParametersError(`A ticket has ${TICKET_BYTES} bytes, this one has ${ticket.byteLength}`)
  }

  if (Number.isNaN(expires)) {
    throw new InvalidParametersError('The time at which the invite expires is not a number')
  }

  for (const url of iceServers.flatMap(({ urls }) => urls)) {
    if (!ICE_SERVER_URL.test(url)) {
      throw new InvalidParametersError(`${url} is not the URL of an ICE server: it must begin with stun:, stuns:, turn: or turns:`)
    }
  }

  return name == null ? '' : checkName(name, 'A person')
}
