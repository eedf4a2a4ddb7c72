import { GroupCallFullError } from '../../errors.ts'
import { HARD_LIMIT } from '../../mesh/index.ts'
import { setNewest } from '../../newest.ts'
import { isFirst, isFullMesh } from './place-order.ts'
import type { ProtocolContext } from './context.ts'
import type { ParticipantRecord } from './participants.ts'
import type { ParticipantState, SignalMessage, SignedPresence } from '../../signaling/index.ts'

/** ms in which a newcomer and seven others can be linked with each other, before it gives way to one that claims its place */
const GRACE = 5_000

/** ms until a newcomer asks a participant that has no place for it again; doubled each time */
const FIRST_RETRY = 500
const LONGEST_RETRY = 4_000

/** ms for which a newcomer that was refused gets the place of a participant that leaves */
const REFUSED_LIMIT = 30_000

/** Others that compete for a place, and newcomers that were refused: more than fit into a call can't be served anyway */
const MAX_REMEMBERED = HARD_LIMIT

interface Contender {
  presence: SignedPresence
  /** It has said so itself */
  met: boolean
  settled: boolean
}

export interface PlacesInit {
  /** ms after which a newcomer has a place, or gives up, although not everybody has let it in */
  raceLimit: number
  state(): ParticipantState
  /** Lets in a newcomer that was refused before */
  welcome(presence: SignedPresence): void
  /** Removes a participant that is only claimed to be there */
  remove(publicKey: string): void
}

/**
 * Decides who has a place in the call. A place is held by being linked with the others:
 * nobody in the call loses it, regardless of what others claim. Each participant gives its
 * seven places to the first sessions that come, and a session that speaks for itself comes
 * before one that others only claim.
 *
 * When several newcomers race for the last place, some participants have given it to one
 * and some to another. Newcomers that learn of each other decide it among themselves, by a
 * rule that gives the same answer to all: a newcomer that isn't among the first eight
 * leaves, and the others ask again. A participant is settled once it is linked with
 * everybody, and never leaves for a newcomer.
 */
export class Places {
  private readonly context: ProtocolContext
  private readonly init: PlacesInit
  /** Others who want a place that is ours, by public key */
  private readonly contenders = new Map<string, Contender>()
  /** Newcomers that were refused, by public key */
  private readonly refused = new Map<string, { presence: SignedPresence, until: number }>()
  private isSettled = false
  /** Everyone who could be found has been asked */
  private searched = false
  private decideAt?: number
  /** Until then, seven participants that welcomed us count more than rivals for our place */
  private graceUntil?: number
  private retry?: { at: number, pause: number }

  constructor (context: ProtocolContext, init: PlacesInit) {
    this.context = context
    this.init = init
  }

  /** Whether the local participant holds its place */
  get settled (): boolean {
    return this.isSettled
  }

  /** When {@link tick} should be called next */
  get due (): number | undefined {
    if (this.isSettled || this.decideAt == null) {
      return undefined
    }

    return Math.min(this.decideAt, this.graceUntil ?? Infinity, this.retry?.at ?? Infinity)
  }

  /** The call begins with nobody else, so everyone who comes later is a newcomer */
  begin (): void {
    this.isSettled = true
  }

  /** A member has let us in: rivals that had no place for us learn that we compete for theirs */
  race (): void {
    this.decideAt = this.context.now + this.init.raceLimit
    this.graceUntil = this.context.now + GRACE
    this.contenders.forEach(({ presence, settled }) => {
      if (!settled) {
        this.refuse(presence)
      }
    })
  }

  /** Everyone who could be found has been asked, so we know all who compete for our place */
  onSearched (): void {
    this.searched = true
    this.decide()
  }

  /** Remembers that a peer has no place for us, before any member has let us in */
  onRefusedEntry (from: SignedPresence, { state }: SignalMessage & { type: 'refuse' }): void {
    this.contend(from, true, state?.settled === true)
  }

  /** Returns whether there is a place for a peer that others say is in the call, and refuses it otherwise */
  hasPlaceFor (presence: SignedPresence): boolean {
    if (this.free > 0) {
      return true
    }

    // it knows best whether it is there: it competes for our place if it says so, too
    if (!this.contenders.has(presence.publicKey)) {
      this.contend(presence, false, false)
      this.refuse(presence)
    }

    return false
  }

  /** Returns whether there is a place for a peer that asks for one, and refuses it otherwise */
  makePlaceFor (presence: SignedPresence, settled: boolean): boolean {
    const { participants } = this.context
    const claimed = participants.list.findLast(({ met }) => !met)

    if (this.free <= 0 && claimed != null) {
      this.init.remove(claimed.publicKey)
    }

    if (this.free > 0) {
      this.refused.delete(presence.publicKey)
      this.contenders.delete(presence.publicKey)

      return true
    }

    this.contend(presence, true, settled)
    this.refuse(presence)
    setNewest(this.refused, presence.publicKey, { presence, until: this.context.now + REFUSED_LIMIT }, MAX_REMEMBERED)
    this.decide()

    return false
  }

  /** A peer is a participant from now on, with what it has said before */
  onAdded (record: ParticipantRecord): void {
    const contender = this.contenders.get(record.publicKey)

    if (contender?.met === true) {
      record.met = true
      record.settled = contender.settled
      this.onRefusing(record)
    }

    this.contenders.delete(record.publicKey)
  }

  /** Handles a `refuse` from a participant, or a rival, that has no place for us */
  onRefuse (from: SignedPresence, { presences = [], state }: SignalMessage & { type: 'refuse' }): void {
    const { participants, local } = this.context
    const record = participants.get(from.publicKey)

    // it can decide only about peers that have spoken to it
    if ((record == null || this.isSettled) && !this.contenders.has(from.publicKey)) {
      this.contend(from, false, false)
      this.refuse(from)
    }

    if (this.isSettled) {
      return
    }

    if (record != null) {
      record.settled = state?.settled === true
      this.onRefusing(record)
    } else {
      this.contend(from, true, state?.settled === true)
    }

    for (const presence of presences) {
      if (presence.publicKey !== local.publicKey && !participants.has(presence.publicKey) && !this.contenders.has(presence.publicKey)) {
        this.contend(presence, false, false)
        this.refuse(presence)
      }
    }

    this.decide()
  }

  /** Gives the place of a session that has left to a newcomer that was refused */
  leave (publicKey: string): void {
    this.contenders.delete(publicKey)
    this.refused.delete(publicKey)
    this.handOut()
    this.decide()
  }

  /** A participant was removed, so a place is free: gives it to a newcomer that was refused, or asks rivals */
  handOut (): void {
    for (const [publicKey, { presence, until }] of [...this.refused]) {
      if (until <= this.context.now) {
        this.refused.delete(publicKey)
      } else if (this.free > 0 && !this.context.over) {
        this.refused.delete(publicKey)
        this.contenders.delete(publicKey)
        this.init.welcome(presence)
      }
    }

    // those that we had no place for, nor they for us, may have one now, too
    if (this.free > 0 && this.context.entered && !this.context.over) {
      this.metContenders.forEach(({ presence }) => { this.context.send(presence, { type: 'join', state: this.init.state(), others: this.context.participants.met }) })
    }
  }

  /** Peers that are told when we leave, besides the participants */
  get rivals (): SignedPresence[] {
    return [...this.contenders.values()].map(({ presence }) => presence)
  }

  /** Links or states have changed: we may be settled, or have to give way */
  decide (): void {
    const { context } = this

    if (this.isSettled || !context.entered || context.over) {
      return
    }

    const others = context.participants.list
    const contenders = this.metContenders
    const met = others.filter(({ met }) => met)
    // if a rival really held the last place, one of the seven would have no place for us
    const isWelcome = met.length === HARD_LIMIT - 1 && met.every(({ refusing }) => !refusing)

    if (isFullMesh(others)) {
      this.settle()
    } else if (contenders.length > 0 && !(isWelcome && this.graceUntil != null) && !isFirst(context.local, [...met, ...contenders.map(({ presence, settled }) => ({ ...presence, settled }))])) {
      context.end(new GroupCallFullError())
    } else if (this.searched && contenders.length === 0 && others.length > 0 && others.every(({ linkState, refusing, count = Infinity }) => linkState === 'connected' && !refusing && count <= others.length + 1)) {
      this.settle()
    }
  }

  /** Asks again, or decides without the peers that don't answer */
  tick (): void {
    const { context, retry } = this

    if (this.graceUntil != null && this.graceUntil <= context.now) {
      this.graceUntil = undefined
      this.decide()
    }

    if (this.isSettled || context.over) {
      return
    }

    if (this.decideAt != null && this.decideAt <= context.now) {
      const refused = this.metContenders.some(({ settled }) => settled)

      if (context.participants.size > 0 || !refused) {
        this.settle()

        if (refused) {
          // newcomers that a full call refused have let each other in
          context.emit('apart', { participants: HARD_LIMIT })
        }
      } else if (this.searched) {
        context.end(new GroupCallFullError())
      } else {
        // a member that hasn't been asked yet may have a place
        this.decideAt = context.now + this.init.raceLimit
      }
    } else if (retry != null && retry.at <= context.now) {
      const pause = Math.min(LONGEST_RETRY, 2 * retry.pause)
      const refusing = context.participants.list.filter(({ refusing }) => refusing)

      this.retry = refusing.length === 0 ? undefined : { at: context.now + pause, pause }
      refusing.forEach(({ presence }) => { context.send(presence, { type: 'join', state: this.init.state(), others: this.context.participants.met }) })
    }
  }

  private onRefusing (record: ParticipantRecord): void {
    record.refusing = true
    this.retry ??= { at: this.context.now + FIRST_RETRY, pause: FIRST_RETRY }
  }

  private get metContenders (): Contender[] {
    return [...this.contenders.values()].filter(({ met }) => met)
  }

  private get free (): number {
    return HARD_LIMIT - 1 - this.context.participants.size
  }

  private settle (): void {
    this.isSettled = true
    // peers that still wait for us to give way need not
    this.rivals.forEach(presence => { this.refuse(presence) })
    this.contenders.clear()
  }

  /** A settled participant has no contenders: it doesn't leave for anyone */
  private contend (presence: SignedPresence, met: boolean, settled: boolean): void {
    if (!this.isSettled || !met) {
      // peers that are only named make room, so that nobody can hide the others behind invented people
      const named = [...this.contenders].find(([, contender]) => !contender.met)

      if (named != null && this.contenders.size >= MAX_REMEMBERED && !this.contenders.has(presence.publicKey)) {
        this.contenders.delete(named[0])
      }

      setNewest(this.contenders, presence.publicKey, { presence, met, settled }, MAX_REMEMBERED)
    }
  }

  /** Tells a peer that it has no place here, and who has */
  refuse (to: SignedPresence): void {
    const presences = this.context.participants.list.filter(({ introducible, met }) => introducible && met).map(({ presence }) => presence)

    this.context.send(to, { type: 'refuse', reason: 'full', presences, state: this.init.state() })
  }
}
