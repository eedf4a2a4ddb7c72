import { findTicket } from '../../group/index.ts'
import { setNewest } from '../../newest.ts'
import type { ProtocolContext } from './context.ts'
import type { RosterSync } from './roster-sync.ts'
import type { Ticket } from '../../group/index.ts'
import type { RefuseReason, SignalMessage, SignedPresence } from '../../signaling/index.ts'

/** Limits how many prompts one person with many keys can cause */
const MAX_KNOCKS = 16

/** ms after which a knock is dropped: a person who still waits knocks again every minute */
const KNOCK_LIMIT = 150_000

/** A person who isn't on the roster and wants to be let in */
export interface Knock {
  /** 64 lower-case hex digits */
  readonly publicKey: string
  /** What the person calls themself; may be empty, and proves nothing */
  readonly name: string
}

interface Waiting {
  knock: Knock
  presence: SignedPresence
  /** ms */
  until: number
  /** Public key of the member that told us, through which the knocker is reached */
  via?: string
  /** Ours, by which it is being let in: spent once it is on the roster */
  ticket?: Ticket
}

/**
 * People who aren't on the roster of a members-only group. A member tells the owners
 * in the call about them; an owner lets them in or not.
 */
export class KnockQueue {
  private readonly context: ProtocolContext
  private readonly roster: RosterSync
  private readonly tickets: () => readonly Ticket[]
  private readonly waiting = new Map<string, Waiting>()
  /** Owners that were told about a knocker, by its public key: they are told when it leaves */
  private readonly told = new Map<string, string[]>()
  /** Sessions that were denied: they may have asked several members, whose reports arrive one after the other */
  private readonly denied = new Map<string, true>()

  /** `tickets` returns our own tickets that nobody has used */
  constructor (context: ProtocolContext, roster: RosterSync, tickets: () => readonly Ticket[]) {
    this.context = context
    this.roster = roster
    this.tickets = tickets
  }

  /** People who wait for us, an owner, to let them in */
  get knocks (): Knock[] {
    return [...this.waiting.values()].map(({ knock }) => knock)
  }

  /** When {@link expire} should be called next */
  get due (): number | undefined {
    return this.waiting.size === 0 ? undefined : Math.min(...[...this.waiting.values()].map(({ until }) => until))
  }

  /** Returns the public key of the member through which a knocker can be reached */
  via (publicKey: string): string | undefined {
    return this.waiting.get(publicKey)?.via
  }

  /** Handles a `join` from a person who isn't on the roster */
  onJoin (presence: SignedPresence, { ticket, expires }: SignalMessage & { type: 'join' }): void {
    const { context, roster } = this
    const { owners } = roster

    if (expires != null && expires <= roster.wallClock()) {
      this.refuse(presence, 'expired')
      return
    }

    if (owners.length === 0) {
      this.refuse(presence, 'not-a-member')
      return
    }

    context.send(presence, { type: 'wait', owners: owners.length })

    const others = owners.filter(owner => owner !== context.local.publicKey)
    others.forEach(owner => { context.tell(owner, { type: 'knock', presence, ticket }) })
    setNewest(this.told, presence.publicKey, others, MAX_KNOCKS)

    if (owners.length > others.length) {
      this.onKnock(presence, ticket)
    }
  }

  /** Handles a knock as an owner, told by ourselves or by the member `via` */
  onKnock (presence: SignedPresence, proof?: Uint8Array, via?: string): void {
    const { context, roster } = this
    const { publicKey, name } = presence

    if (publicKey === context.local.publicKey) {
      return
    }

    if (roster.has(publicKey)) {
      roster.bring(presence)
      return
    }

    if (!roster.owners.includes(context.local.publicKey) || this.denied.has(presence.session)) {
      return
    }

    const before = this.waiting.get(publicKey)
    const ticket = before?.ticket ?? this.reserve(publicKey, proof)

    this.keep({ knock: { publicKey, name }, presence, via, ticket, until: context.now + KNOCK_LIMIT })

    if (ticket != null && before?.ticket == null) {
      context.do({ type: 'add-members', publicKeys: [publicKey] })
    } else if (before == null) {
      context.emit('knock', { publicKey, name })
    }
  }

  /** Lets a person in, now and from now on. Does nothing if they are on the roster already */
  admit (publicKey: string): void {
    if (this.roster.has(publicKey)) {
      this.onRoster()
    } else {
      this.context.do({ type: 'add-members', publicKeys: [publicKey] })
    }
  }

  deny (publicKey: string): void {
    const waiting = this.waiting.get(publicKey)

    if (waiting != null) {
      setNewest(this.denied, waiting.presence.session, true, MAX_KNOCKS)
      this.refuse(waiting.presence, 'not-a-member')
      this.end(publicKey)
    }
  }

  /** The roster has changed: tells the people who are on it now, and spends their tickets */
  onRoster (): void {
    for (const { knock: { publicKey }, presence, ticket } of [...this.waiting.values()]) {
      if (this.roster.has(publicKey)) {
        if (ticket != null) {
          this.context.emit('ticket', ticket)
        }

        this.roster.bring(presence)
        this.end(publicKey)
      }
    }
  }

  /** A knocker takes it back: passes its signed goodbye to the owners that we told */
  onLeave (publicKey: string, frame: Uint8Array): void {
    const { participants } = this.context
    const records = (this.told.get(publicKey) ?? []).map(owner => participants.get(owner)).filter(record => record != null)

    records.forEach(({ presence }) => { this.context.do({ type: 'hand-on', to: presence, frame }) })
    this.told.delete(publicKey)
    this.end(publicKey)
  }

  /** Drops people who have stopped knocking */
  expire (): void {
    [...this.waiting.values()].filter(({ until }) => until <= this.context.now).forEach(({ knock }) => { this.end(knock.publicKey) })
  }

  private end (publicKey: string): void {
    const waiting = this.waiting.get(publicKey)

    if (waiting != null) {
      this.waiting.delete(publicKey)
      this.context.emit('knock:end', waiting.knock)
    }
  }

  /** Returns the ticket that a proof belongs to, unless another person is being let in by it */
  private reserve (publicKey: string, proof?: Uint8Array): Ticket | undefined {
    const reserved = [...this.waiting.values()].map(({ ticket }) => ticket)
    const free = this.tickets().filter(ticket => !reserved.includes(ticket))

    return proof == null ? undefined : findTicket(free, proof, this.roster.group.id, publicKey, this.roster.wallClock())
  }

  private keep (waiting: Waiting): void {
    const { publicKey } = waiting.knock

    if (!this.waiting.has(publicKey) && this.waiting.size >= MAX_KNOCKS) {
      this.end(this.largestShare()[0])
    }

    setNewest(this.waiting, publicKey, waiting, MAX_KNOCKS)
  }

  /** Returns the most knocks that came from the same member, or directly: a member that invents knockers pushes out its own */
  private largestShare (): string[] {
    const shares = new Map<string | undefined, string[]>()
    this.waiting.forEach(({ via }, publicKey) => { shares.set(via, [...shares.get(via) ?? [], publicKey]) })

    return [...shares.values()].reduce((largest, share) => share.length > largest.length ? share : largest)
  }

  private refuse (presence: SignedPresence, reason: RefuseReason): void {
    this.context.send(presence, { type: 'refuse', reason })
    this.context.deny(presence, reason)
  }
}
