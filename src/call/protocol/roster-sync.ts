import { equals } from 'uint8arrays/equals'
import { RemovedError } from '../../errors.ts'
import { applyRoster, isMember, isOwner, newerGroup, provenVersion } from '../../group/index.ts'
import type { ProtocolContext } from './context.ts'
import type { Group, Roster } from '../../group/index.ts'
import type { ParticipantState, SignalMessage, SignedPresence } from '../../signaling/index.ts'

/** ms that a participant who was taken off the roster has to hear of it before its link is closed; the promise is 1 s */
const NOTICE = 100

/**
 * Keeps the roster up to date during a call: accepts rosters that owners have signed,
 * regardless of their bearer, and brings them to members that haven't seen them
 */
export class RosterSync {
  private readonly context: ProtocolContext
  private readonly remove: (publicKey: string) => void
  private readonly onChange: () => void
  /** When to disconnect participants who are no longer on the roster, in ms by public key */
  private readonly notices = new Map<string, number>()
  private current: Group

  /** `remove` disconnects a participant for good; `onChange` is called after the roster has changed */
  constructor (context: ProtocolContext, init: { group: Group, wallClock(): number, remove(publicKey: string): void, onChange(): void }) {
    this.context = context
    this.current = init.group
    this.wallClock = init.wallClock
    this.remove = init.remove
    this.onChange = init.onChange
  }

  /** Returns ms since the Unix epoch, for invites and tickets that expire */
  readonly wallClock: () => number

  get group (): Group {
    return this.current
  }

  /** Version of the newest roster with an owner's signature */
  get version (): number {
    return provenVersion(this.current)
  }

  /** Whether the local participant may be in the call */
  get belongs (): boolean {
    return this.has(this.context.local.publicKey)
  }

  /** Public keys of the owners in the call, the local one first */
  get owners (): string[] {
    const { local, participants } = this.context

    return this.current.roster == null ? [] : [local.publicKey, ...participants.publicKeys].filter(publicKey => isOwner(this.current, publicKey))
  }

  /** When {@link dismissDue} should be called next */
  get due (): number | undefined {
    return this.notices.size === 0 ? undefined : Math.min(...this.notices.values())
  }

  has (publicKey: string): boolean {
    return isMember(this.current, publicKey)
  }

  /** Handles a roster, whose signatures have been checked; an older one is answered if its bearer is `reachable` */
  receive (from: SignedPresence, roster: Roster, secret?: Uint8Array, reachable = true): void {
    const { context } = this
    const { outcome, group } = applyRoster(this.current, roster, secret)

    if (outcome === 'conflict') {
      context.emit('alarm', { version: roster.version })
    } else if (outcome === 'older' && reachable && this.has(from.publicKey)) {
      this.bring(from)
    } else if ((outcome === 'newer' || outcome === 'secret-needed') && this.belongs && !isMember({ ...this.current, roster }, context.local.publicKey)) {
      // the group without us is none of our business
      context.end(new RemovedError())
      return
    }

    if (group != null) {
      this.adopt(group, from)
    }
  }

  /** Takes a group that came some other way, for example from a file, unless it is older */
  merge (group: Group): void {
    const newer = newerGroup(this.current, group)

    if (newer !== this.current) {
      this.adopt(newer)
    }
  }

  /** Brings the roster to somebody who has not seen it; the secret is not part of it */
  bring (to: SignedPresence): void {
    if (this.version > 0) {
      this.context.send(to, this.news(false))
    }
  }

  /** Brings the roster to somebody whose own state shows that it has not seen it */
  compare (to: SignedPresence, { rosterVersion }: ParticipantState): void {
    if (rosterVersion < this.version) {
      this.bring(to)
    }
  }

  /** Disconnects participants who were taken off the roster, once they have heard of it */
  dismissDue (): void {
    for (const [publicKey, at] of this.notices) {
      if (at <= this.context.now) {
        this.notices.delete(publicKey)

        if (!this.has(publicKey)) {
          this.remove(publicKey)
        }
      }
    }
  }

  /**
   * Everybody who stays is told at once, over paths that nobody else reads; those who
   * don't are told as well, and let go
   */
  private adopt (group: Group, from?: SignedPresence): void {
    const { context } = this
    const renewed = group.secret != null && this.current.secret != null && !equals(group.secret, this.current.secret)

    this.current = group

    for (const { publicKey, presence } of context.participants.list) {
      if (!this.has(publicKey)) {
        context.send(presence, this.news(false))
        this.notices.set(publicKey, context.now + NOTICE)
      } else if (publicKey !== from?.publicKey) {
        context.do({ type: 'send', to: presence, message: this.news(renewed), direct: true })
      }
    }

    this.onChange()
    context.emit('group', group)

    if (renewed) {
      const staying = context.participants.list.filter(({ publicKey }) => this.has(publicKey))
      context.participants.list.forEach(record => { record.introducible = false })
      context.do({ type: 'change-keys', group, staying: staying.map(({ presence }) => presence) })
    }

    context.do({ type: 'adopted', group, renewed, bearer: from })
  }

  private news (renewed: boolean): SignalMessage {
    return { type: 'roster', roster: this.current.roster as Roster, secret: renewed ? this.current.secret : undefined }
  }
}
