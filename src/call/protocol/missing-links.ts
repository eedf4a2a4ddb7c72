import { isInitiator } from '../../mesh/index.ts'
import { rankCarriers } from './carrier-choice.ts'
import type { ProtocolContext } from './context.ts'
import type { ParticipantRecord } from './participants.ts'

/** ms without a link after which a pair is carried: almost every link is up by then, and 3 s remain to be heard within 5 s */
const CARRY_AFTER = 2_000

/** ms for a carrier to begin: two round trips, over relays at worst */
const ASK_TIMEOUT = 1_000

/**
 * ms that a link may take at most while others come up: until no more do, the machines may
 * only be busy, and mixing voices would keep them so
 */
const CARRY_AT_LATEST = 10_000

/**
 * ms until a member that has declined, or did not answer, is asked again: twice as many each
 * time, because a packet may have been lost, or the member may not want to; and hex digits of
 * the local key that are ms more: two requests that are in each other's way don't meet again
 * and again
 */
const FIRST_RETRY_AFTER = 2_000
const RETRY_AFTER = 10_000
const RETRY_DIGITS = 3

/**
 * ms until a member that has carried, and no longer does, is asked again: its link to one of
 * the two has failed, and by then it has told everybody whether it has another
 */
const RESUME_AFTER = 2_000

/** A participant that the local one isn't linked with */
interface MissingLink {
  /** Since when, in ms */
  readonly since: number
  /** The member that was asked to carry, or does */
  carrier?: string
  /** When it was asked, in ms */
  asked: number
  begun: boolean
  /** The members that did not carry */
  readonly declined: Map<string, Decline>
}

/** In ms */
interface Decline {
  /** When the member may be asked again */
  readonly until: number
  /** How long that has been put off without what the key adds */
  readonly pause: number
}

export interface MissingLinksInit {
  /** Whether the user lets others carry the local voice */
  carried: boolean
  /** Returns whether the local participant carries voices to a participant, or has been asked to */
  carriesTo(publicKey: string): boolean
}

/**
 * Finds carriers for the pairs that the local participant is one end of. The higher key
 * asks a member, and the lower one agrees to what that member offers, so that a pair has
 * one carrier at a time. An end releases a carrier before it asks or accepts another: a
 * short gap is better than a voice that is heard twice.
 */
export class MissingLinks {
  private readonly context: ProtocolContext
  private readonly init: MissingLinksInit
  private readonly links = new Map<string, MissingLink>()
  /** When a link came up last, in ms */
  private linkedAt = -Infinity

  constructor (context: ProtocolContext, init: MissingLinksInit) {
    this.context = context
    this.init = init
  }

  /** When to call {@link review}, in ms */
  get due (): number | undefined {
    const times = [...this.links].flatMap(([other, link]) => {
      if (link.carrier != null) {
        return link.begun ? [] : [link.asked + ASK_TIMEOUT]
      }

      return this.asksFor(other) ? [this.carryAt(other, link), ...[...link.declined.values()].map(({ until }) => until)].filter(time => time > this.context.now) : []
    })

    return times.length === 0 ? undefined : Math.min(...times)
  }

  /** Public keys of the participants that hear the local one through another */
  get carried (): string[] {
    return [...this.links].filter(([, { begun }]) => begun).map(([other]) => other)
  }

  /** Whether a participant carries voices between the local one and another, or was asked to */
  isCarrier (publicKey: string): boolean {
    return [...this.links.values()].some(({ carrier }) => carrier === publicKey)
  }

  /**
   * Two participants have asked each other, and can't carry voices to each other: the
   * lower key takes back what it asked. The higher one declines it anyway
   */
  yieldTo (publicKey: string): void {
    if (isInitiator(publicKey, this.context.local.publicKey)) {
      [...this.links.values()].filter(({ carrier, begun }) => carrier === publicKey && !begun).forEach(link => { this.decline(link) })
    }
  }

  /** Looks for carriers, and releases those that are no longer needed or have gone */
  review (): void {
    const { participants, now } = this.context

    for (const [other, link] of this.links) {
      const record = participants.get(other)

      if (record == null || record.linkState === 'connected') {
        this.release(other, link)
        this.links.delete(other)
      }

      if (record?.linkState === 'connected') {
        this.linkedAt = now
      }
    }

    for (const record of participants.list.filter(({ linkState }) => linkState !== 'connected')) {
      const link = this.links.get(record.publicKey) ?? { since: now, asked: 0, begun: false, declined: new Map<string, Decline>() }
      this.links.set(record.publicKey, link)
      ;[...link.declined.keys()].filter(member => !participants.has(member)).forEach(member => { link.declined.delete(member) })

      const isLate = !link.begun && now >= link.asked + ASK_TIMEOUT

      if (link.carrier != null && (isLate || record.onHold || !this.isUsable(link.carrier))) {
        this.release(record.publicKey, link)
      }

      this.ask(record, link)
    }
  }

  /** A member offers to carry a participant that has asked it to */
  onOffer (carrier: string, other: string): void {
    const link = this.links.get(other)

    if (link == null || !this.init.carried || this.context.participants.get(other)?.onHold !== false || !this.isUsable(carrier) || this.init.carriesTo(carrier)) {
      this.tell(carrier, other, 'stop')
      return
    }

    if (link.carrier !== carrier) {
      this.release(other, link)
      this.use(other, link, carrier)
    }

    this.tell(carrier, other, 'ask')
  }

  onBegin (carrier: string, other: string): void {
    const link = this.links.get(other)

    if (link?.carrier === carrier) {
      link.begun = true
      link.declined.clear()
      this.show(other, carrier)
    } else {
      this.tell(carrier, other, 'stop')
    }
  }

  /** The carrier has declined or stopped */
  onStop (carrier: string, other: string): void {
    const link = this.links.get(other)

    if (link?.carrier === carrier) {
      this.decline(link)
      this.show(other, undefined)
    }
  }

  /** A member tells which pairs it carries: messages about it may have been lost */
  onCarries (carrier: string, pairs: ReadonlyArray<readonly [string, string]>): void {
    const local = this.context.local.publicKey
    const carried = pairs.filter(pair => pair.includes(local)).flat().filter(publicKey => publicKey !== local)

    for (const [other, link] of this.links) {
      if (link.carrier === carrier && link.begun && !carried.includes(other)) {
        this.release(other, link)
      }
    }

    carried.filter(other => this.links.get(other)?.carrier !== carrier).forEach(other => { this.tell(carrier, other, 'stop') })
  }

  private ask ({ publicKey, onHold }: ParticipantRecord, link: MissingLink): void {
    const { now, participants } = this.context

    if (link.carrier != null || onHold || !this.asksFor(publicKey) || now < this.carryAt(publicKey, link)) {
      return
    }

    const carrier = rankCarriers(publicKey, participants.list).find(member => (link.declined.get(member)?.until ?? now) <= now && !this.init.carriesTo(member))

    if (carrier != null) {
      this.use(publicKey, link, carrier)
      this.tell(carrier, publicKey, 'ask')
    }
  }

  /** Returns from when on a participant may be carried to us */
  private carryAt (other: string, { since }: MissingLink): number {
    const wasUp = this.context.participants.get(other)?.linkState === 'reconnecting'

    return wasUp ? since + CARRY_AFTER : Math.min(Math.max(since, this.linkedAt) + CARRY_AFTER, since + CARRY_AT_LATEST)
  }

  private use (other: string, link: MissingLink, carrier: string): void {
    link.carrier = carrier
    link.asked = this.context.now
    link.begun = false
  }

  /** Releases the current carrier, if any, and tells it so */
  private release (other: string, link: MissingLink): void {
    if (link.carrier != null) {
      this.tell(link.carrier, other, 'stop')
      this.decline(link)
      this.show(other, undefined)
    }
  }

  private decline (link: MissingLink): void {
    if (link.carrier != null) {
      const { now, local } = this.context
      const pause = Math.min(2 * (link.declined.get(link.carrier)?.pause ?? 0) || FIRST_RETRY_AFTER, RETRY_AFTER)

      link.declined.set(link.carrier, link.begun
        ? { until: now + RESUME_AFTER, pause: 0 }
        : { until: now + pause + parseInt(local.publicKey.slice(0, RETRY_DIGITS), 16), pause })
      link.carrier = undefined
      link.begun = false
    }
  }

  private asksFor (other: string): boolean {
    return this.init.carried && isInitiator(this.context.local.publicKey, other)
  }

  private isUsable (carrier: string): boolean {
    const record = this.context.participants.get(carrier)

    return record?.linkState === 'connected' && !record.onHold
  }

  private tell (carrier: string, participant: string, step: 'ask' | 'stop'): void {
    this.context.tell(carrier, { type: 'carry', participant, step })
  }

  private show (other: string, carrier: string | undefined): void {
    const { participants } = this.context
    const record = participants.get(other)

    for (const member of participants.list) {
      const mixed = [...this.links.values()].some(link => link.begun && link.carrier === member.publicKey)

      if (member.mixed !== mixed) {
        this.update(member, { mixed })
      }
    }

    if (record != null && record.carrier !== carrier) {
      this.update(record, { carrier })
    }
  }

  /** From now on whether it speaks is measured, or announced by itself */
  private update (record: ParticipantRecord, change: Partial<Pick<ParticipantRecord, 'carrier' | 'mixed'>>): void {
    Object.assign(record, change)
    record.speaking = !record.mixed && record.carrier == null && record.audio?.speaking === true
    this.context.emit('participant:update', record)
  }
}
