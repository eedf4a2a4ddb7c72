import { HARD_LIMIT, isInitiator } from '../../mesh/index.ts'
import { setNewest } from '../../newest.ts'
import type { ProtocolContext } from './context.ts'
import type { Departures } from './departures.ts'
import type { IdentityPinning } from './identity-pinning.ts'
import type { Introduction, Introductions } from './introductions.ts'
import type { JoinAnswers } from './join-answers.ts'
import type { KnockQueue } from './knock-queue.ts'
import type { ParticipantRecord } from './participants.ts'
import type { Places } from './places.ts'
import type { RosterSync } from './roster-sync.ts'
import type { SeparateCalls } from './separate-calls.ts'
import type { ParticipantState, SignalMessage, SignedPresence } from '../../signaling/index.ts'

/** Participants that were asked about a newer session, and people with another version: more than fit into a call */
const MAX_REMEMBERED = 16

export interface AdmissionInit {
  context: ProtocolContext
  introductions: Introductions
  pinning: IdentityPinning
  roster: RosterSync
  knockQueue: KnockQueue
  places: Places
  answers: JoinAnswers
  separateCalls: SeparateCalls
  departures: Departures
  state(): ParticipantState
  remove(publicKey: string, left: boolean): void
}

/** Decides on admission to the call, and introduces participants to each other */
export class Admission {
  private readonly init: AdmissionInit
  private readonly context: ProtocolContext
  /** Newer sessions of participants that others have claimed, and that were asked whether they are there, by public key */
  private readonly asked = new Map<string, string>()
  /** Public keys of people who speak another version of the protocol, which the user was told */
  private readonly others = new Set<string>()

  constructor (init: AdmissionInit) {
    this.init = init
    this.context = init.context
  }

  onJoin (presence: SignedPresence, callId: string, join: SignalMessage & { type: 'join' }): void {
    const { answers, roster, knockQueue } = this.init

    if (!roster.belongs) {
      answers.onAsked(presence)
    } else if (!roster.has(presence.publicKey)) {
      knockQueue.onJoin(presence, join)
    } else if (!this.context.entered && isFull(presence, join)) {
      // this peer found us in its search, but its call is full
      this.onRefuse(presence, { type: 'refuse', reason: 'full', state: join.state })
      this.init.places.refuse(presence)
    } else {
      roster.compare(presence, join.state)
      this.welcome(presence, callId, join.state)
      this.takeOffer(presence, join)
    }
  }

  /** Lets in a session that asks for it if there is a place; it gets an answer in any case */
  welcome (presence: SignedPresence, callId: string = this.context.callIds.current, state?: ParticipantState): void {
    const { introductions } = this.init
    const { publicKey } = presence
    const news = this.letIn(presence, callId, state)

    if (news != null) {
      const answer = news.find(({ to }) => to === publicKey) ?? { to: publicKey, about: [], informed: [] }
      introductions.introduce([answer, ...news.filter(introduction => introduction !== answer)])
    }
  }

  /** The offer that came with a request is as good as one that follows `welcome`, if its sender initiates */
  private takeOffer ({ publicKey, session }: SignedPresence, { offer: parameters }: SignalMessage & { type: 'join' }): void {
    const { context } = this.init

    if (parameters != null && isInitiator(publicKey, context.local.publicKey) && context.participants.get(publicKey)?.session === session) {
      context.do({ type: 'link-message', publicKey, message: { type: 'early-offer', parameters } })
    }
  }

  /** Lets in a peer that takes us for a participant already, because its request was overtaken */
  letInCaller (presence: SignedPresence, callId: string): void {
    this.init.introductions.introduce(this.letIn(presence, callId) ?? [])
  }

  onWelcome (presence: SignedPresence, callId: string, { presences, informed, state }: SignalMessage & { type: 'welcome' }): void {
    const { context, introductions, roster } = this.init
    const { publicKey } = presence

    if (!roster.belongs || !roster.has(publicKey)) {
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
    introductions.introduce(news)
    introductions.introduce(introductions.learn(publicKey, [publicKey, ...told.map(({ publicKey }) => publicKey)], joined.map(({ publicKey }) => publicKey), informed))
    introductions.introduceOwed(publicKey)
    context.do({ type: 'answered', presence, answer: 'welcome' })
  }

  /** A refusal is one member's opinion: it ends neither a call nor a search in which others can be asked */
  onRefuse (presence: SignedPresence, refuse: SignalMessage & { type: 'refuse' }): void {
    const { answers, context, places, roster } = this.init
    const { publicKey } = presence

    // an invite names only the owners of a members-only group
    if (roster.belongs && !roster.has(publicKey)) {
      context.do({ type: 'drop', reason: 'not-a-member', violation: true })
    } else if (!context.entered) {
      answers.onRefuse(presence, refuse.reason)

      if (refuse.reason === 'full') {
        places.onRefusedEntry(presence, refuse)
      }
    } else if (refuse.reason === 'full') {
      places.onRefuse(presence, refuse)
    } else {
      context.do({ type: 'answered', presence, answer: 'refused' })
      context.do({ type: 'drop', reason: 'unexpected', violation: false })
    }
  }

  /** A member speaks another version of the protocol. Neither can let the other in: it counts as a refusal, and the user is told once */
  onOtherVersion (presence: SignedPresence, newer: boolean): void {
    const { answers, context, roster } = this.init
    const { publicKey } = presence
    const reason = newer ? 'newer-version' : 'older-version'

    if (!context.entered && (!roster.belongs || roster.has(publicKey))) {
      answers.onRefuse(presence, reason)
    } else if (!roster.has(publicKey) || this.others.has(publicKey) || this.others.size >= MAX_REMEMBERED) {
      context.do({ type: 'turned-away', presence })
    } else {
      this.others.add(publicKey)
      context.deny(presence, reason)
    }
  }

  /** Nobody else can be asked: we are the first, unless a member has refused us */
  onExhausted (): void {
    const { answers, context, places, roster } = this.init

    if (context.entered) {
      places.onSearched()
      return
    }

    const failure = answers.failure(roster.belongs, roster.group.roster?.owners.map(({ publicKey }) => publicKey) ?? [])

    if (failure != null) {
      context.end(failure)
    } else if (roster.belongs) {
      context.entered = true
      places.begin()
      context.do({ type: 'enter', participants: [] })
    }
  }

  /** A participant has told how its links are */
  onLinks (): void {
    this.init.places.decide()
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
    const { answers, context, knockQueue, places, remove } = this.init
    const { publicKey } = presence
    const record = context.participants.get(publicKey)

    answers.onLeave(publicKey)
    knockQueue.onLeave(publicKey, frame)

    // an older session may say so after it was replaced
    if (record?.session === presence.session) {
      // it may not know the participants that we have told about it
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

  /** What a participant says of itself */
  update (record: ParticipantRecord, { muted, listenOnly, name, participants, settled }: ParticipantState): void {
    const { context, pinning, places } = this.init
    const { onHold } = record

    record.settled = settled
    record.count = participants
    places.decide()

    if (record.muted === muted && record.listenOnly === listenOnly && record.name === name) {
      return
    }

    Object.assign(record, { muted, listenOnly, name })
    pinning.assess(record)
    context.emit('participant:update', record)

    if (record.onHold && !onHold) {
      pinning.announce(record)
    }
  }

  /** Lets in a peer that has contacted us. Returns the introductions to send, or `undefined` if the call is full */
  private letIn (presence: SignedPresence, callId: string, state?: ParticipantState, alone = false): Introduction[] | undefined {
    const { answers, context, introductions, places, remove, roster } = this.init
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
        context.send(known.presence, { type: 'welcome', presences: [presence], informed: [], others: context.participants.met, state: this.init.state() })
      }
    }

    let record = context.participants.get(publicKey)
    const joined = record == null ? [publicKey] : []

    if (record == null) {
      if (!places.makePlaceFor(presence, state?.settled === true)) {
        context.deny(presence, 'full')
        return
      }

      record = this.add(presence, true, publicKey)
    }

    answers.onLetIn(publicKey)
    record.met = true
    record.refusing = false
    context.callIds.merge(callId, alone)

    if (state != null) {
      this.update(record, state)
    }

    return introductions.learn(publicKey, [publicKey], joined)
  }

  /** Handles a claim that a session is in the call. Returns whether that has made it a participant */
  private claim (presence: SignedPresence, by: string): boolean {
    const { context, departures, places, remove, separateCalls } = this.init
    const known = context.participants.get(presence.publicKey)

    if (departures.hasDied(presence)) {
      return false
    }

    if (known != null && (known.session >= presence.session || known.met)) {
      if (known.session < presence.session) {
        this.ask(presence)
      }

      return false
    }

    if (known != null) {
      remove(presence.publicKey, false)
    }

    if (separateCalls.isKnownApart(presence) || !places.hasPlaceFor(presence)) {
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
}

/** Returns whether a session is in a call that has no place left, as it says itself */
function isFull ({ publicKey }: SignedPresence, { state, others }: SignalMessage & { type: 'join' }): boolean {
  const participants = others == null ? state.participants : new Set([publicKey, ...others]).size

  return state.settled && participants >= HARD_LIMIT
}
