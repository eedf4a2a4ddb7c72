import { HARD_LIMIT } from '../../mesh/index.ts'
import { setNewest } from '../../newest.ts'
import { isLive } from './hearing.ts'
import type { ProtocolContext } from './context.ts'
import type { Places } from './places.ts'
import type { RosterSync } from './roster-sync.ts'
import type { MessageInput } from './types.ts'
import type { SignalMessage, SignedPresence } from '../../signaling/index.ts'

/** Other calls that are reported: more than a group has at once, unless a member invents them */
const MAX_TOLD = 16

/** Sessions in other calls that are remembered: two full calls */
const MAX_REMEMBERED = 2 * HARD_LIMIT

/** What a participant says of the call that it holds a place in */
interface OtherCall {
  callId: string
  /** How many are in it, itself included */
  participants: number
  /** Public keys of the participants that it has met; without them, their number has to do, unless the call id is ours */
  others?: string[]
}

export interface SeparateCallsInit {
  places: Places
  roster: RosterSync
  /** Removes a participant that is only claimed to be there */
  remove(publicKey: string): void
}

/**
 * Keeps calls of the group apart that are too large together, and tells everybody once.
 *
 * Two participants that meet compare the participants that each of them has met. A call id would not do:
 * a member that is in both calls can use either. And only participants that have sent a
 * message count, because others may be invented.
 */
export class SeparateCalls {
  private readonly context: ProtocolContext
  private readonly init: SeparateCallsInit
  /** Ids of other calls that were reported to the user */
  private readonly known = new Set<string>()
  /** Ids of other calls that were reported to the participants */
  private readonly told = new Set<string>()
  /** What sessions in other calls said, by public key and session */
  private readonly apart = new Map<string, OtherCall>()

  constructor (context: ProtocolContext, init: SeparateCallsInit) {
    this.context = context
    this.init = init
  }

  /** Handles a message that shows its sender to be in a call that ours can't merge with. Returns false for any other message */
  receive ({ presence, callId, message }: MessageInput): boolean {
    const { context } = this
    const { places, remove, roster } = this.init
    const { publicKey } = presence
    const call = callIn(message, callId)

    if (call == null || !roster.belongs || !roster.has(publicKey) || !this.isApart(publicKey, call)) {
      return false
    }

    setNewest(this.apart, keyOf(presence), call, MAX_REMEMBERED)

    if (context.participants.has(publicKey)) {
      remove(publicKey)
    }

    this.stayApart(callId, call.participants)

    // a refusal needs no answer: its sender knows
    if (message.type !== 'refuse') {
      places.refuse(presence)
    }

    if (message.type === 'refuse' || message.type === 'welcome') {
      context.do({ type: 'answered', presence, answer: 'refused' })
    }

    return true
  }

  /** Returns whether a session that others claim to be in our call has said itself that it is in another one */
  isKnownApart (presence: SignedPresence): boolean {
    const call = this.apart.get(keyOf(presence))

    return call != null && this.isApart(presence.publicKey, call)
  }

  /** A participant of our call has learned of another call */
  onApart (callId: string, participants: number): void {
    if (isNews(this.known, callId)) {
      this.context.emit('apart', { participants })
    }
  }

  private isApart (publicKey: string, { callId, participants, others }: OtherCall): boolean {
    const { context } = this
    const record = context.participants.get(publicKey)

    // a participant that is linked with us is in our call, regardless of its messages
    if (!context.entered || (record?.met === true && isLive(record.linkState))) {
      return false
    }

    if (!this.init.places.settled && !this.isNewcomerElsewhere(publicKey, others)) {
      return false
    }

    const here = [context.local.publicKey, ...context.participants.met]

    return others == null
      ? !context.callIds.isSame(callId) && here.length + participants > HARD_LIMIT
      : new Set([...here, publicKey, ...others]).size > HARD_LIMIT
  }

  /**
   * Returns whether we were let into another call than the sender's: by participants that
   * hold a place, none of whom is in the sender's call. Newcomers that have only met each
   * other aren't in a call yet: they compete for a place
   */
  private isNewcomerElsewhere (sender: string, others: string[] = []): boolean {
    const hosts = this.context.participants.list.filter(({ met, settled }) => met && settled)

    return others.length > 0 && hosts.length > 0 && !hosts.some(({ publicKey }) => publicKey === sender || others.includes(publicKey))
  }

  /** Tells the user, and everybody in our call, of a call that doesn't merge with it */
  private stayApart (callId: string, participants: number): void {
    const { context } = this

    this.onApart(callId, participants)

    if (isNews(this.told, callId)) {
      context.participants.list.forEach(({ presence }) => { context.send(presence, { type: 'apart', callId, participants }) })
    }
  }
}

/** Returns what a message says of its sender's call, if the sender holds a place in one */
function callIn (message: SignalMessage, callId: string): OtherCall | undefined {
  switch (message.type) {
    case 'join':
    case 'welcome':
      return message.state.settled ? { callId, participants: message.state.participants, others: message.others } : undefined
    case 'refuse':
      return message.state?.settled === true ? { callId, participants: message.state.participants, others: message.presences?.map(({ publicKey }) => publicKey) } : undefined
    case 'offer':
    case 'restart':
      return message.others == null ? undefined : { callId, participants: 1 + message.others.length, others: message.others }
    default:
      return undefined
  }
}

function keyOf ({ publicKey, session }: SignedPresence): string {
  return `${publicKey} ${session}`
}

/** Adds an id; returns whether it is new, and there is room for it */
function isNews (ids: Set<string>, id: string): boolean {
  const news = !ids.has(id) && ids.size < MAX_TOLD

  if (news) {
    ids.add(id)
  }

  return news
}
