import { toString } from 'uint8arrays/to-string'
import { findTicket } from '../group/index.ts'
import { setNewest } from '../newest.ts'
import type { IdentitySignaling } from './identity-signaling.ts'
import type { Roll } from './roll.ts'
import type { Ticket } from '../group/index.ts'
import type { RefuseReason, SignedPresence } from '../signaling/index.ts'

/** People who wait to be let in: who knocks under many keys shall not fill the screen */
const MAX_KNOCKS = 16

/** ms after which one who waits is taken to have gone: whoever still does knocks again each minute */
const KNOCK_LIMIT = 150_000

/** Somebody who is not on the roster wants to be let in */
export interface Knock {
  /** 64 lower-case hex digits */
  readonly publicKey: string
  /** What the person calls themself; may be empty, and is no proof of anything */
  readonly name: string
}

export interface DoorInit {
  roll: Roll
  signaling: Pick<IdentitySignaling, 'send'>
  publicKey: string
  /** One's own tickets that nobody has used */
  tickets(): readonly Ticket[]
  onKnock(knock: Knock): void
  onKnockEnd(knock: Knock): void
  /** Somebody has used up a ticket */
  onTicket(ticket: Ticket): void
  onDenied(detail: Knock & { sessionKey: string, reason: RefuseReason }): void
  onError(err: Error): void
}

interface Waiting {
  knock: Knock
  presence: SignedPresence
  timer: ReturnType<typeof setTimeout>
  /** The member who told of it, through whom it is reached */
  via?: string
}

/**
 * Those who are not on the roster of a members-only group. A member tells the
 * owners in the call of them; an owner lets them in or not.
 */
export class Door {
  private readonly init: DoorInit
  private readonly waiting = new Map<string, Waiting>()
  /** Sessions that were denied: they may have asked several members, who tell one after the other */
  private readonly denied = new Map<string, true>()

  constructor (init: DoorInit) {
    this.init = init
  }

  /** Those who wait for this end, an owner, to let them in */
  get knocks (): Knock[] {
    return [...this.waiting.values()].map(({ knock }) => knock)
  }

  /** Who can hand a message on to one who waits */
  via (publicKey: string): string[] {
    const via = this.waiting.get(publicKey)?.via

    return via == null ? [] : [via]
  }

  /**
   * Somebody asks to join who is not on the roster
   *
   * @returns the owners who were told of it, if they are somebody else
   */
  onJoin (presence: SignedPresence, { ticket, expires }: { ticket?: Uint8Array, expires?: number }): string[] {
    const { publicKey } = presence
    const { owners } = this.init.roll

    if (expires != null && expires <= Date.now()) {
      this.refuse(presence, 'expired')
      return []
    }

    if (owners.length === 0) {
      this.refuse(presence, 'not-a-member')
      return []
    }

    this.init.signaling.send(publicKey, { type: 'wait', owners: owners.length })

    const others = owners.filter(owner => owner !== this.init.publicKey)
    others.forEach(owner => { this.init.signaling.send(owner, { type: 'knock', presence, ticket }) })

    if (owners.length > others.length) {
      this.onKnock(presence, ticket)
    }

    return others
  }

  /** Told to an owner, by itself or by the member `via` */
  onKnock (presence: SignedPresence, proof?: Uint8Array, via?: string): void {
    const { roll } = this.init
    const { publicKey, name } = presence

    if (roll.has(publicKey)) {
      roll.bring(publicKey)
      return
    }

    if (!roll.owners.includes(this.init.publicKey) || this.denied.has(presence.session)) {
      return
    }

    const known = this.waiting.has(publicKey)
    const knock = { publicKey, name }

    this.keep({ knock, presence, via })

    const ticket = proof == null ? undefined : findTicket(this.init.tickets(), proof, roll.group.id, publicKey, Date.now())

    if (ticket != null) {
      // before anything else: it may come twice at once
      this.init.onTicket(ticket)
      this.admit(publicKey).catch(err => { this.init.onError(err) })
    } else if (!known) {
      this.init.onKnock(knock)
    }
  }

  /** Lets somebody in, now and from now on. Harmless when it is on the roster already */
  async admit (publicKey: string): Promise<void> {
    const { roll } = this.init

    if (!roll.has(publicKey)) {
      await roll.change({ add: [publicKey] })
    }

    roll.bring(publicKey)
    this.end(publicKey)
  }

  deny (publicKey: string): void {
    const waiting = this.waiting.get(publicKey)

    if (waiting != null) {
      setNewest(this.denied, waiting.presence.session, true, MAX_KNOCKS)
      this.refuse(waiting.presence, 'not-a-member')
      this.end(publicKey)
    }
  }

  /** One who waited is here, has gone, or knocks no more */
  end (publicKey: string): void {
    const waiting = this.waiting.get(publicKey)

    if (waiting != null) {
      clearTimeout(waiting.timer)
      this.waiting.delete(publicKey)
      this.init.onKnockEnd(waiting.knock)
    }
  }

  stop (): void {
    this.waiting.forEach(({ timer }) => { clearTimeout(timer) })
    this.waiting.clear()
  }

  private keep (waiting: Omit<Waiting, 'timer'>): void {
    const { publicKey } = waiting.knock

    clearTimeout(this.waiting.get(publicKey)?.timer)

    if (!this.waiting.has(publicKey) && this.waiting.size >= MAX_KNOCKS) {
      this.end([...this.waiting.keys()][0])
    }

    const timer = setTimeout(() => { this.end(publicKey) }, KNOCK_LIMIT)
    setNewest(this.waiting, publicKey, { ...waiting, timer }, MAX_KNOCKS)
  }

  private refuse ({ publicKey, name, sessionKey }: SignedPresence, reason: RefuseReason): void {
    this.init.signaling.send(publicKey, { type: 'refuse', reason })
    this.init.onDenied({ publicKey, name, sessionKey: toString(sessionKey, 'base16'), reason })
  }
}
