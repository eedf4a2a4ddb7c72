import { HARD_LIMIT } from '../../mesh/index.ts'
import { RACE_LIMIT } from '../limits.ts'
import { Admission } from './admission.ts'
import { CallIdMerge } from './call-id-merge.ts'
import { Carrying } from './carrying.ts'
import { ProtocolContext } from './context.ts'
import { Departures } from './departures.ts'
import { Gestures } from './gestures.ts'
import { IdentityPinning } from './identity-pinning.ts'
import { Introductions } from './introductions.ts'
import { JoinAnswers } from './join-answers.ts'
import { KnockQueue } from './knock-queue.ts'
import { LinkNews } from './link-news.ts'
import { LocalState } from './local-state.ts'
import { MessageDispatcher } from './message-dispatcher.ts'
import { Places } from './places.ts'
import { RosterSync } from './roster-sync.ts'
import { SeparateCalls } from './separate-calls.ts'
import type { LocalParticipant } from './context.ts'
import type { CallContacts } from './identity-pinning.ts'
import type { Knock } from './knock-queue.ts'
import type { Participants } from './participants.ts'
import type { Effect, ProtocolInput } from './types.ts'
import type { Group, Ticket } from '../../group/index.ts'
import type { LinkState } from '../../link/index.ts'
import type { ParticipantState } from '../../signaling/index.ts'

export interface CallProtocolInit {
  local: LocalParticipant
  /** What the local person is called */
  name: string
  group: Group
  muted?: boolean
  contacts?: CallContacts
  /** @default true */
  carry?: boolean
  /** @default true */
  carried?: boolean
  /** Returns our own tickets that nobody has used */
  tickets?(): readonly Ticket[]
  /**
   * Returns ms since the Unix epoch, for invites and tickets that expire
   *
   * @default Date.now
   */
  wallClock?(): number
  /** @default a random one */
  callId?: string
  /** See {@link RACE_LIMIT} */
  raceLimit?: number
}

/**
 * The rules of a call: its participants, their introductions, and the local participant's
 * part in it. Pure: takes everything that happens, with its time, and returns what is to
 * be done.
 */
export class CallProtocol {
  private readonly context: ProtocolContext
  private readonly introductions: Introductions
  private readonly pinning: IdentityPinning
  private readonly roster: RosterSync
  private readonly knockQueue: KnockQueue
  private readonly places: Places
  private readonly localState: LocalState
  private readonly news = new LinkNews()
  private readonly departures: Departures
  private readonly carrying: Carrying
  private readonly gestures: Gestures
  private readonly admission: Admission
  private readonly answers: JoinAnswers
  private readonly dispatcher: MessageDispatcher

  constructor (init: CallProtocolInit) {
    const context = new ProtocolContext(init.local, new CallIdMerge(init.callId))
    const remove = (publicKey: string, left: boolean): void => { this.remove(publicKey, left) }

    this.context = context
    this.departures = new Departures(context)
    this.carrying = new Carrying(context, { carry: init.carry ?? true, carried: init.carried ?? true, onChange: () => { this.news.change(context.now) } })
    this.gestures = new Gestures(context)
    this.introductions = new Introductions(context, () => this.localState.current)
    this.answers = new JoinAnswers(context)
    this.pinning = new IdentityPinning(context, init.contacts)
    this.roster = new RosterSync(context, {
      group: init.group,
      wallClock: init.wallClock ?? Date.now,
      state: () => this.localState.current,
      remove: publicKey => { this.removeAbsent(publicKey, true) },
      onChange: () => { this.knockQueue.onRoster() }
    })
    this.knockQueue = new KnockQueue(context, this.roster, () => init.tickets?.() ?? [])
    this.localState = new LocalState(context, { name: init.name, muted: init.muted ?? false, roster: this.roster, places: () => this.places })
    this.places = new Places(context, {
      raceLimit: init.raceLimit ?? RACE_LIMIT,
      state: () => this.localState.current,
      welcome: presence => { this.admission.welcome(presence) },
      remove: publicKey => { remove(publicKey, false) }
    })
    const separateCalls = new SeparateCalls(context, { places: this.places, roster: this.roster, remove: publicKey => { remove(publicKey, false) } })
    this.admission = new Admission({
      context,
      introductions: this.introductions,
      pinning: this.pinning,
      roster: this.roster,
      knockQueue: this.knockQueue,
      places: this.places,
      answers: this.answers,
      separateCalls,
      departures: this.departures,
      state: () => this.localState.current,
      remove
    })
    this.dispatcher = new MessageDispatcher({
      context,
      admission: this.admission,
      answers: this.answers,
      carrying: this.carrying,
      gestures: this.gestures,
      introductions: this.introductions,
      separateCalls,
      roster: this.roster,
      knockQueue: this.knockQueue
    })
  }

  get participants (): Participants {
    return this.context.participants
  }

  /** 32 lower-case hex digits; of two calls that merge the lower one stays */
  get callId (): string {
    return this.context.callIds.current
  }

  get group (): Group {
    return this.roster.group
  }

  /** Whether the local participant is on the roster, or needs nobody's permission */
  get belongs (): boolean {
    return this.roster.belongs
  }

  /** Whether we are in the call, even if alone */
  get entered (): boolean {
    return this.context.entered
  }

  get muted (): boolean {
    return this.localState.muted
  }

  get handRaised (): boolean {
    return this.gestures.handRaised
  }

  /** What the others are told about the local participant */
  get state (): ParticipantState {
    return this.localState.current
  }

  /** Public keys of the participants that have spoken for themselves */
  get met (): string[] {
    return this.context.participants.met
  }

  /** The pairs that hear each other through the local participant: two public keys each */
  get carries (): Array<[string, string]> {
    return this.carrying.list
  }

  get knocks (): Knock[] {
    return this.knockQueue.knocks
  }

  /** When to hand in `time`, in ms; undefined while nothing waits for it */
  get nextWake (): number | undefined {
    const due = this.context.over ? [] : [this.roster.due, this.knockQueue.due, this.places.due, this.news.due, this.departures.due, this.carrying.due].filter(time => time != null)

    return due.length === 0 ? undefined : Math.min(...due)
  }

  /** Returns whether a person may be in the call */
  isMember (publicKey: string): boolean {
    return this.roster.has(publicKey)
  }

  /** Returns whether another participant hears this one */
  isHeard (publicKey: string): boolean {
    return this.departures.isHeard(publicKey)
  }

  /** Returns the public keys of participants that can forward a message, the likeliest first */
  introducersOf (publicKey: string): string[] {
    const via = this.knockQueue.via(publicKey)
    const introducers = this.introductions.introducersOf(publicKey)
    const linked = introducers.filter(other => this.participants.get(other)?.links.get(publicKey) === 'connected')

    return [...new Set([...via == null ? [] : [via], ...linked, ...introducers])]
  }

  /**
   * Returns what is to be done about an input, in this order. `now` is in ms, and never
   * less than before.
   */
  handle (input: ProtocolInput, now: number): Effect[] {
    this.context.now = now

    // a call that is over still has to be left, and its links still close
    if (!this.context.over || input.type === 'leave') {
      this.dispatch(input)
      this.removeDeparted()

      if (!this.context.over) {
        this.carrying.review()
      }
    } else if (input.type === 'link') {
      this.context.participants.setLinkState(input.publicKey, input.state)
    }

    return this.context.take()
  }

  private dispatch (input: ProtocolInput): void {
    const { context } = this

    switch (input.type) {
      case 'message':
        this.dispatcher.onMessage(input)
        break
      case 'link':
        this.onLink(input.publicKey, input.state)
        break
      case 'quality':
        // only the choice of a carrier depends on it
        if (context.participants.list.some(({ linkState, links }) => linkState !== 'connected' || [...links.values()].some(state => state !== 'connected'))) {
          this.news.change(context.now)
        }

        break
      case 'channel':
        this.onChannel(input.publicKey)
        break
      case 'goodbye':
        this.onGoodbye(input.publicKey)
        break
      case 'silence':
        this.onSilence(input.publicKey)
        break
      case 'gone':
        this.onGone(input.publicKey, input.session)
        break
      case 'dead':
        this.onDead(input.publicKey, input.session)
        break
      case 'exhausted':
        this.admission.onExhausted()
        break
      case 'roster':
        this.roster.receive(input.presence, input.message, false)
        break
      case 'group':
        this.roster.merge(input.group)
        break
      case 'adopted':
        if (!context.entered && this.roster.belongs) {
          this.answers.askAgain(input.bearer)
        }

        break
      case 'version':
        this.admission.onOtherVersion(input.presence, input.newer)
        break
      case 'admit':
        this.knockQueue.admit(input.publicKey)
        break
      case 'deny':
        this.knockQueue.deny(input.publicKey)
        break
      case 'trust':
        this.pinning.trust(input.publicKey, input.options)
        break
      case 'contacts':
        this.pinning.assessAll()
        break
      case 'mute':
        this.localState.setMuted(input.muted)
        break
      case 'rename':
        this.localState.setName(input.name)
        break
      case 'microphone':
        this.localState.setMicrophone(input)
        break
      case 'speaking':
        this.carrying.setSpeaking(input.speaking)
        break
      case 'chat':
        context.participants.list.filter(({ onHold }) => !onHold).forEach(({ presence }) => { context.send(presence, { type: 'chat', text: input.text }) })
        break
      case 'hand':
        this.gestures.setHand(input.raised)
        break
      case 'reaction':
        this.gestures.react(input.reaction)
        break
      case 'leave':
        this.leave()
        break
      default:
        this.onTime()
    }
  }

  private onLink (publicKey: string, state: LinkState): void {
    const { context } = this
    const record = context.participants.setLinkState(publicKey, state)

    if (record == null) {
      return
    }

    this.news.change(context.now)

    if (state === 'connected') {
      this.departures.onLinked(record)
    }

    context.emit('participant:update', record)

    if (state === 'reconnecting' || state === 'closed') {
      context.do({ type: 'close-channel', presence: record.presence })
    } else if (state === 'connected') {
      record.met = true
      context.do({ type: 'open-channel', presence: record.presence })
      this.pinning.meet(record)
      this.places.decide()
    }
  }

  private onChannel (publicKey: string): void {
    const { context } = this
    const record = context.participants.get(publicKey)

    if (record != null) {
      context.do({ type: 'open-channel', presence: record.presence })

      if (this.localState.surprising) {
        context.send(record.presence, { type: 'state', state: this.state })
      }

      this.gestures.greet(record)
      this.news.meet(publicKey, context.now)
    }
  }

  private onGoodbye (publicKey: string): void {
    this.remove(publicKey, true)
    this.places.leave(publicKey)
  }

  /** The mesh could not keep or make a link: as long as others hear the participant, that is tried again */
  private onSilence (publicKey: string): void {
    const record = this.context.participants.get(publicKey)

    if (record != null) {
      this.departures.onFailure(record)
      this.removeDeparted()

      if (this.context.participants.has(publicKey)) {
        this.context.do({ type: 'connect', publicKey })
      }
    }
  }

  /** Something proves that the process of a session has died: others that hear it know better */
  private onDead (publicKey: string, session: string): void {
    const record = this.context.participants.get(publicKey)

    if (record?.session === session && record.linkState !== 'connected') {
      this.departures.onProof(record)
    }
  }

  /** Removing a participant may remove the last report that another one is heard */
  private removeDeparted (): void {
    const { departures } = this

    for (let gone = departures.check(); gone.length > 0; gone = departures.check()) {
      gone.forEach(({ publicKey }) => { this.removeAbsent(publicKey, false) })
    }

    if (departures.takeNews()) {
      this.news.hurry(this.context.now)
    }
  }

  /** The network says so, but voices may still come over the link */
  private onGone (publicKey: string, session: string): void {
    const record = this.context.participants.get(publicKey)

    if (record?.session === session && record.linkState !== 'connected') {
      this.removeAbsent(publicKey, true)
    }
  }

  /** Removes a participant, and offers its place to newcomers */
  private removeAbsent (publicKey: string, left: boolean): void {
    this.remove(publicKey, left)
    this.places.handOut()
  }

  private remove (publicKey: string, left: boolean): void {
    const { context } = this
    const record = context.participants.remove(publicKey)

    if (record != null) {
      record.linkState = 'closed'
      context.do({ type: 'disconnect', record, left })
      context.emit('participant:leave', record)
    }
  }

  private onTime (): void {
    this.roster.dismissDue()
    this.knockQueue.expire()
    this.places.tick()
    this.tellNews()
  }

  /** Tells the others about the local links; a participant we have just met learns from our state whether it has missed anyone */
  private tellNews (): void {
    const { context } = this
    const met = this.news.take(context.now)

    if (met == null) {
      return
    }

    const records = context.participants.list
    const dead = this.departures.proven.filter(publicKey => !context.participants.has(publicKey))
    const links = [
      ...records.map(({ publicKey, linkState, quality }) => ({ participant: publicKey, state: linkState, quality: linkState === 'connected' ? quality?.quality : undefined })),
      ...dead.map(participant => ({ participant, state: 'closed' as const }))
    ].slice(0, HARD_LIMIT)
    const carried = this.carrying.list
    const time = this.roster.wallClock()

    for (const { publicKey, linkState, presence } of records) {
      if (linkState === 'connected' && met.has(publicKey)) {
        context.send(presence, { type: 'state', state: this.state })
      }

      if (linkState === 'connected') {
        context.send(presence, { type: 'links', links, carried, time })
      } else if (linkState !== 'reconnecting' && this.isHeard(publicKey)) {
        // the participants that hear it pass it on
        context.send(presence, { type: 'links', links, carried, time })
        this.news.repeat(context.now)
      }
    }
  }

  private leave (): void {
    const { context } = this
    const records = context.participants.list
    const carriers = records.filter(({ linkState }) => linkState !== 'connected').flatMap(({ publicKey }) => this.introducersOf(publicKey))

    context.over = true
    context.do({
      type: 'goodbye',
      participants: records.map(({ presence }) => presence),
      carriers: [...new Set(carriers)],
      others: [...this.answers.pending, ...this.places.rivals]
    })
  }
}
