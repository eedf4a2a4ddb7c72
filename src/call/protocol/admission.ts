import { toString } from 'uint8arrays/to-string'
import { GroupCallFullError, JoinRefusedError } from '../../errors.ts'
import { HARD_LIMIT } from '../../mesh/index.ts'
import { setNewest } from '../../newest.ts'
import type { ProtocolContext } from './context.ts'
import type { IdentityPinning } from './identity-pinning.ts'
import type { Introduction, Introductions } from './introductions.ts'
import type { KnockQueue } from './knock-queue.ts'
import type { ParticipantRecord } from './participants.ts'
import type { Places } from './places.ts'
import type { RosterSync } from './roster-sync.ts'
import type { ParticipantState, RefuseReason, SignalMessage, SignedPresence } from '../../signaling/index.ts'

/** Members who answered a request, and participants who were asked about a newer session: more than fit into a call */
const MAX_REMEMBERED = 16

export interface AdmissionInit {
  context: ProtocolContext
  introductions: Introductions
  pinning: IdentityPinning
  roster: RosterSync
  knockQueue: KnockQueue
  places: Places
  state(): ParticipantState
  remove(publicKey: string, left: boolean): void
}

/** Decides on admission to the call, and introduces participants to each other */
export class Admission {
  private readonly init: AdmissionInit
  private readonly context: ProtocolContext
  /** Members who have told owners that we wait, and how many owners, by public key */
  private readonly waiting = new Map<string, { presence: SignedPresence, owners: number }>()
  /** Why members did not let us in, by public key */
  private readonly refusals = new Map<string, { presence: SignedPresence, reason: RefuseReason }>()
  /** Newer sessions of participants that others have claimed, and that were asked whether they are there, by public key */
  private readonly asked = new Map<string, string>()
  /** Ids of other calls that stay separate */
  private readonly apart = new Map<string, true>()

  constructor (init: AdmissionInit) {
    this.init = init
    this.context = init.context
  }

  /** Members who were asked to let us in and could not, and so may do so later */
  get waitingFor (): SignedPresence[] {
    return [...this.waiting.values(), ...this.refusals.values()].map(({ presence }) => presence)
  }

  onJoin (presence: SignedPresence, callId: string, join: SignalMessage & { type: 'join' }): void {
    const { context, roster, knockQueue } = this.init

    if (!roster.belongs) {
      // it may be a member that lets us in later
      context.emit('waiting', { owners: 0, presence })
    } else if (!roster.has(presence.publicKey)) {
      knockQueue.onJoin(presence, join)
    } else {
      roster.compare(presence, join.state)
      this.welcome(presence, callId, join.state)
    }
  }

  /** Lets in a session that asks for it; it gets an answer in any case */
  welcome (presence: SignedPresence, callId: string = this.context.callIds.current, state?: ParticipantState): void {
    const { publicKey } = presence

    if (state != null && this.isApart(presence, callId, state)) {
      this.stayApart(callId, state.participants)
      this.context.send(presence, { type: 'refuse', reason: 'full', presences: [], state: this.init.state() })
      return
    }

    const introductions = this.letIn(presence, callId, state)

    if (introductions != null) {
      const answer = introductions.find(({ to }) => to === publicKey) ?? { to: publicKey, about: [], informed: [] }
      this.introduce([answer, ...introductions.filter(introduction => introduction !== answer)])
    }
  }

  /** Lets in somebody who takes us for a participant already: the news of it was overtaken */
  letInCaller (presence: SignedPresence, callId: string): void {
    this.introduce(this.letIn(presence, callId) ?? [])
  }

  onWelcome (presence: SignedPresence, callId: string, { presences, informed, state }: SignalMessage & { type: 'welcome' }): void {
    const { context, introductions, roster } = this.init
    const { publicKey } = presence

    if (!roster.belongs || !roster.has(publicKey)) {
      return
    }

    if (this.isApart(presence, callId, state)) {
      this.stayApart(callId, state.participants)
      return
    }

    const alone = context.participants.size === 0
    const news = this.letIn(presence, callId, state, alone)

    if (news == null) {
      return
    }

    presences.filter(other => other.publicKey === context.local.publicKey).forEach(own => { this.ask(own) })
    const claimed = presences.filter(other => other.publicKey !== context.local.publicKey && roster.has(other.publicKey))
    const joined = claimed.filter(other => this.claim(other, publicKey))
    const told = claimed.filter(other => context.participants.get(other.publicKey)?.session === other.session)

    roster.compare(presence, state)
    this.introduce(news)
    this.introduce(introductions.learn(publicKey, [publicKey, ...told.map(({ publicKey }) => publicKey)], joined.map(({ publicKey }) => publicKey), informed))
    this.introduceOwed(publicKey)
    context.do({ type: 'answered', presence, answer: 'welcome' })
  }

  /** A refusal is one member's opinion: it ends neither a call nor a search in which others can be asked */
  onRefuse (presence: SignedPresence, callId: string, refuse: SignalMessage & { type: 'refuse' }): void {
    const { context, places, roster } = this.init
    const { publicKey } = presence
    const known = context.participants.has(publicKey)

    // an invite names only the owners of a members-only group
    if (roster.belongs && !roster.has(publicKey)) {
      context.do({ type: 'drop', reason: 'not-a-member', violation: true })
    } else if (!context.entered) {
      setNewest(this.refusals, publicKey, { presence, reason: refuse.reason }, MAX_REMEMBERED)
      context.do({ type: 'answered', presence, answer: 'refused' })

      if (refuse.reason === 'full') {
        places.onRefusedEntry(presence, refuse)
      }
    } else if (!known && refuse.state != null && this.isApart(presence, callId, refuse.state)) {
      this.stayApart(callId, refuse.state.participants)
      context.do({ type: 'answered', presence, answer: 'refused' })
    } else if (refuse.reason === 'full') {
      places.onRefuse(presence, refuse)
    } else {
      context.do({ type: 'answered', presence, answer: 'refused' })
      context.do({ type: 'drop', reason: 'unexpected', violation: false })
    }
  }

  onWait (presence: SignedPresence, owners: number): void {
    if (!this.context.entered) {
      setNewest(this.waiting, presence.publicKey, { presence, owners }, MAX_REMEMBERED)
      this.context.do({ type: 'answered', presence, answer: 'waiting' })
      this.context.emit('waiting', { owners, presence })
    }
  }

  /** Nobody else can be asked: we are the first, unless somebody has refused us */
  onExhausted (): void {
    const { context, places, roster } = this.init
    const reasons = [...this.refusals.values()].map(({ reason }) => reason)

    if (context.entered) {
      places.onSearched()
    } else if (!roster.belongs) {
      const owners = Math.max(1, ...[...this.waiting.values()].map(({ owners }) => owners))

      // another owner may still let us in
      if (reasons.length >= owners) {
        context.end(new JoinRefusedError(reasons[0]))
      }
    } else if (reasons.length > 0) {
      context.end(reasons.includes('full') ? new GroupCallFullError() : new JoinRefusedError(reasons[0]))
    } else {
      context.entered = true
      places.begin()
      context.do({ type: 'enter', participants: [] })
    }
  }

  /** A session of which others have told lives: it takes the place of an older one */
  onPresent (presence: SignedPresence, callId: string): void {
    if (this.asked.get(presence.publicKey) === presence.session) {
      this.asked.delete(presence.publicKey)
      this.letInCaller(presence, callId)
    } else {
      this.context.do({ type: 'drop', reason: 'unexpected', violation: true })
    }
  }

  onLeave (presence: SignedPresence, frame: Uint8Array): void {
    const { context, knockQueue, places, remove } = this.init
    const { publicKey } = presence
    const record = context.participants.get(publicKey)

    this.waiting.delete(publicKey)
    knockQueue.onLeave(publicKey, frame)

    // an older session may say so after it was replaced
    if (record?.session === presence.session) {
      // it may not know those whom we have told of it
      record.introducedTo.forEach(to => {
        const told = context.participants.get(to)

        if (told != null) {
          context.do({ type: 'hand-on', to: told.presence, frame })
        }
      })
      remove(publicKey, true)
    }

    places.leave(publicKey)
  }

  /** A participant that sees fewer than we do has missed something: it is told again */
  repair ({ publicKey, introducible }: ParticipantRecord, { participants }: ParticipantState): void {
    const about = this.context.participants.publicKeys.filter(other => other !== publicKey)

    if (about.length > 0 && participants <= about.length + 1 && introducible) {
      this.init.introductions.told(publicKey, about)
      this.introduce([{ to: publicKey, about, informed: [] }])
    }
  }

  /** What a participant says of itself */
  update (record: ParticipantRecord, { muted, listenOnly, name, participants, settled }: ParticipantState): void {
    const { context, pinning, places } = this.init
    const { held } = record

    record.settled = settled
    record.count = participants
    places.decide()

    if (record.muted === muted && record.listenOnly === listenOnly && record.name === name) {
      return
    }

    Object.assign(record, { muted, listenOnly, name })
    pinning.assess(record)
    context.emit('participant:update', record)

    if (record.held && !held) {
      pinning.announce(record)
    }
  }

  /** Returns what to tell whom about somebody who speaks for itself; undefined when it has no place */
  private letIn (presence: SignedPresence, callId: string, state?: ParticipantState, alone = false): Introduction[] | undefined {
    const { context, introductions, places, remove, roster } = this.init
    const { publicKey, session } = presence
    const known = context.participants.get(publicKey)

    if (!roster.has(publicKey)) {
      return
    }

    // a newer session of the same identity takes the place of the older, and any that speaks that of one that others claim
    if (known != null && (known.session < session || (known.session !== session && !known.met))) {
      remove(publicKey, false)

      // it may still be running somewhere
      if (known.session < session) {
        context.send(known.presence, { type: 'welcome', presences: [presence], informed: [], state: this.init.state() })
      }
    }

    let record = context.participants.get(publicKey)
    const joined = record == null ? [publicKey] : []

    if (record == null) {
      if (!places.makePlaceFor(presence, state?.settled === true)) {
        context.emit('denied', { ...nameOf(presence), reason: 'full' })
        return
      }

      record = this.add(presence, true, publicKey)
    }

    this.refusals.delete(publicKey)
    this.waiting.delete(publicKey)
    record.met = true
    record.refusing = false
    context.callIds.merge(callId, alone)

    if (state != null) {
      this.update(record, state)
    }

    return introductions.learn(publicKey, [publicKey], joined)
  }

  /** Somebody else says that a session is in the call; returns whether it is a participant now and was not before */
  private claim (presence: SignedPresence, by: string): boolean {
    const { context, places, remove } = this.init
    const known = context.participants.get(presence.publicKey)

    if (known != null && (known.session >= presence.session || known.met)) {
      if (known.session < presence.session) {
        this.ask(presence)
      }

      return false
    }

    if (known != null) {
      remove(presence.publicKey, false)
    }

    if (!places.hasPlaceFor(presence)) {
      return false
    }

    this.add(presence, false, by)

    return true
  }

  /**
   * What others say replaces nobody in the call, and not the local session either: the
   * newer session is asked whether it lives
   */
  private ask (presence: SignedPresence): void {
    const { local } = this.context
    const { publicKey, session } = presence
    const isNews = publicKey !== local.publicKey || session > local.session

    if (isNews && session > (this.asked.get(publicKey) ?? '')) {
      setNewest(this.asked, publicKey, session, MAX_REMEMBERED)
      this.context.send(presence, { type: 'look' })
    }
  }

  private add (presence: SignedPresence, met: boolean, by: string): ParticipantRecord {
    const { context, pinning, places } = this.init
    const { publicKey } = presence
    const record = context.participants.add(presence, { met, introducible: true, knows: [publicKey, context.local.publicKey, by] })

    places.onAdded(record)
    pinning.assess(record)
    context.emit('participant:join', record)
    pinning.announce(record)

    if (context.entered) {
      context.do({ type: 'connect', publicKey })
    } else {
      context.entered = true
      places.race()
      context.do({ type: 'enter', participants: context.participants.publicKeys })
    }

    return record
  }

  private introduce (introductions: Introduction[]): void {
    const { context, state } = this.init

    for (const { to, about, informed } of introductions) {
      const records = about.map(publicKey => context.participants.get(publicKey)).filter(record => record != null)
      records.forEach(record => {
        record.introducedTo.add(to)

        if (!record.introducible) {
          record.owed.add(to)
        }
      })

      const presences = records.filter(({ introducible }) => introducible).map(({ presence }) => presence)
      context.tell(to, { type: 'welcome', presences, informed, state: state() })
    }
  }

  /** A participant has said who it is in this epoch: those who could not be told of it before are told now */
  private introduceOwed (publicKey: string): void {
    const record = this.context.participants.get(publicKey)

    if (record?.introducible === true) {
      const owed = [...record.owed]
      record.owed.clear()
      this.introduce(owed.map(to => ({ to, about: [publicKey], informed: [] })))
    }
  }

  /** Whether somebody is in another call, and both calls together have more people than one may have */
  private isApart ({ publicKey }: SignedPresence, callId: string, state: ParticipantState): boolean {
    const { context, places } = this.init

    return context.entered && places.settled && state.settled && !context.participants.has(publicKey) &&
      !context.callIds.isSame(callId) && context.participants.size + 1 + state.participants > HARD_LIMIT
  }

  /** Tells the user, and everybody in our call, of a call that does not merge with it */
  private stayApart (callId: string, participants: number): void {
    const { context } = this

    if (!this.apart.has(callId)) {
      this.onApart(callId, participants)
      context.participants.list.forEach(({ presence }) => { context.send(presence, { type: 'apart', callId, participants }) })
    }
  }

  onApart (callId: string, participants: number): void {
    if (!this.apart.has(callId)) {
      setNewest(this.apart, callId, true, MAX_REMEMBERED)
      this.context.emit('apart', { participants })
    }
  }
}

function nameOf ({ publicKey, name, sessionKey }: SignedPresence): { publicKey: string, name: string, sessionKey: string } {
  return { publicKey, name, sessionKey: toString(sessionKey, 'base16') }
}
