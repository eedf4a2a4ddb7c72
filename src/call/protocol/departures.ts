import { setNewest } from '../../newest.ts'
import { hearingOf, isLive } from './hearing.ts'
import type { ProtocolContext } from './context.ts'
import type { Hearing } from './hearing.ts'
import type { ParticipantRecord } from './participants.ts'
import type { SignedPresence } from '../../signaling/index.ts'

/**
 * ms for which a participant without a link stays after the last one that heard it has
 * gone: long enough to come back in a new session, or to find another way to it
 */
const GRACE = 5_000

/** ms that a link may take to be made, although nobody else hears the participant any longer: as long as a silent one may take to recover */
const CONNECT_LIMIT = 30_000

/** ms for which a proof of a death counts: others notice the silence within 2 s, and report it within 1 s */
const PROOF_LIFETIME = 5_000

/** ms for which others can't bring back a session that has died, because they don't know of it yet */
const DEATH_MEMORY = 10_000

/** Sessions whose death is remembered: more than fit into a call */
const MAX_DEATHS = 16

/** ms without a link after which it is shown that there is none: more than connecting takes on any network that loses little */
const UNLINKED_AFTER = 5_000

/** ms between two looks at participants without a link, whose reports may run out */
const CHECK_INTERVAL = 1_000

/** What speaks against a participant */
interface Absence {
  /** Its link has failed for good */
  failed: boolean
  /** Until then, a proof that its process has died counts */
  provenUntil: number
  /** When another participant heard it last; undefined before that */
  heardAt?: number
  /** Since when there has been no link */
  unlinkedSince?: number
}

/**
 * Decides which participants are gone without a goodbye. A participant stays as long as
 * anyone in the call hears it. All times are in ms.
 */
export class Departures {
  private readonly context: ProtocolContext
  private readonly absences = new WeakMap<ParticipantRecord, Absence>()
  /** Sessions that have died, by public key */
  private readonly deaths = new Map<string, { session: string, at: number }>()
  private checkAt?: number
  private news = false

  constructor (context: ProtocolContext) {
    this.context = context
  }

  /** When {@link check} should be called, if nothing else happens */
  get due (): number | undefined {
    return this.checkAt
  }

  /** Public keys of the participants whose death was proved a moment ago */
  get proven (): string[] {
    return [...this.deaths].filter(([, { at }]) => at + PROOF_LIFETIME > this.context.now).map(([publicKey]) => publicKey)
  }

  /** Returns whether a death was proved since the last time */
  takeNews (): boolean {
    const { news } = this
    this.news = false

    return news
  }

  /** Returns whether a session has died a moment ago: it is back only when it sends something itself */
  hasDied ({ publicKey, session }: SignedPresence): boolean {
    const death = this.deaths.get(publicKey)

    return death?.session === session && death.at + DEATH_MEMORY > this.context.now
  }

  /** Returns whether another participant hears this one, as far as we know */
  isHeard (publicKey: string): boolean {
    return this.hearing.heard.has(publicKey)
  }

  /** The link to a participant is up: nothing speaks against it any longer */
  onLinked (record: ParticipantRecord): void {
    this.absences.delete(record)
    record.unlinked = false
  }

  /** The link to a participant has failed for good, or could never be made */
  onFailure (record: ParticipantRecord): void {
    this.absenceOf(record).failed = true
  }

  /** There is a proof that the process of a participant has died */
  onProof (record: ParticipantRecord): void {
    this.absenceOf(record).provenUntil = this.context.now + PROOF_LIFETIME
  }

  /** Returns the participants that are gone, and marks those that only others hear */
  check (): ParticipantRecord[] {
    const { now, participants } = this.context
    const silent = participants.list.filter(({ linkState }) => linkState !== 'connected')

    this.checkAt = undefined

    if (silent.length === 0) {
      return []
    }

    const { hearing } = this
    silent.forEach(record => { this.note(record, hearing) })
    const gone = silent.filter(record => this.isGone(record, hearing))

    for (const record of gone) {
      if (this.absenceOf(record).provenUntil > now) {
        setNewest(this.deaths, record.publicKey, { session: record.session, at: now }, MAX_DEATHS)
        this.news = true
      }
    }

    if (silent.some(record => this.absenceOf(record).heardAt != null)) {
      this.checkAt = now + CHECK_INTERVAL
    }

    return gone
  }

  private get hearing (): Hearing {
    return hearingOf(this.context.participants.list, this.context.now)
  }

  private isGone (record: ParticipantRecord, { heard, awaited }: Hearing): boolean {
    const { now } = this.context
    const { failed, heardAt, provenUntil, unlinkedSince = now } = this.absenceOf(record)
    const { linkState, publicKey } = record

    if (heard.has(publicKey)) {
      return false
    }

    if (provenUntil > now || this.isReportedDead(record)) {
      return true
    }

    // it may still come back to us, or to another participant that waits for it
    if (linkState === 'reconnecting' || awaited.has(publicKey)) {
      return false
    }

    return heardAt == null ? failed : heardAt + GRACE <= now && (failed || unlinkedSince + CONNECT_LIMIT <= now)
  }

  /** Believes another member's report of a death only about a participant that was heard before and no longer is */
  private isReportedDead (record: ParticipantRecord): boolean {
    const { now, participants } = this.context
    const wasThere = record.linkState === 'reconnecting' || this.absenceOf(record).heardAt != null

    return wasThere && participants.list.some(({ linkState, links, linksAt = -Infinity }) =>
      linkState === 'connected' && links.get(record.publicKey) === 'closed' && linksAt + PROOF_LIFETIME > now)
  }

  /** Keeps track of how long others hear a participant that we have no link to */
  private note (record: ParticipantRecord, { heard }: Hearing): void {
    const { context } = this
    const absence = this.absenceOf(record)
    const { linkState, publicKey } = record

    if (heard.has(publicKey)) {
      absence.heardAt = context.now
    }

    absence.unlinkedSince = isLive(linkState) ? undefined : absence.unlinkedSince ?? context.now
    const unlinked = absence.heardAt != null && absence.unlinkedSince != null && absence.unlinkedSince + UNLINKED_AFTER <= context.now

    if (unlinked !== record.unlinked) {
      record.unlinked = unlinked
      context.emit('participant:update', record)
    }
  }

  private absenceOf (record: ParticipantRecord): Absence {
    const absence = this.absences.get(record) ?? { failed: false, provenUntil: -Infinity }
    this.absences.set(record, absence)

    return absence
  }
}
