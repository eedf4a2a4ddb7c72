import { equals } from 'uint8arrays/equals'
import { RemovedError } from '../errors.ts'
import { applyRoster, changeRoster, isMember, isOwner, provenVersion } from '../group/index.ts'
import type { IdentitySignaling } from './identity-signaling.ts'
import type { MutableParticipant } from './participant.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, Roster, RosterChange } from '../group/index.ts'
import type { SignalMessage } from '../signaling/index.ts'

/** ms that who was taken off the roster has to hear of it before its link is closed; the promise is 1 s */
const NOTICE = 100

export interface RollInit {
  group: Group
  identity: Identity
  signaling: Pick<IdentitySignaling, 'send' | 'sendDirectly'>
  others: ReadonlyMap<string, MutableParticipant>
  /** Somebody is a participant no more */
  remove(publicKey: string): void
  /** Who belongs to the group has changed; the secret too, when that is another one */
  onGroup(group: Group, renewed: boolean, from?: string): void
  /** There are two rosters of one version */
  onAlarm(version: number): void
  /** One belongs to the group no more */
  onRemoved(error: Error): void
}

/**
 * Who belongs to the group while a call goes on: takes what owners have signed,
 * from whoever brings it, and brings it to those who have not seen it
 */
export class Roll {
  private readonly init: RollInit
  private readonly notices = new Set<ReturnType<typeof setTimeout>>()
  private current: Group

  constructor (init: RollInit) {
    this.init = init
    this.current = init.group
  }

  get group (): Group {
    return this.current
  }

  /** Of the newest roster that an owner's signature was seen of */
  get version (): number {
    return provenVersion(this.current)
  }

  /** Whether this end belongs to the group itself */
  get belongs (): boolean {
    return this.has(this.init.identity.publicKey)
  }

  has (publicKey: string): boolean {
    return isMember(this.current, publicKey)
  }

  /** Owners who are in the call, oneself first */
  get owners (): string[] {
    return this.current.roster == null ? [] : [this.init.identity.publicKey, ...this.init.others.keys()].filter(publicKey => isOwner(this.current, publicKey))
  }

  /** Somebody sent a roster, whose signatures hold */
  receive (from: string, roster: Roster, secret?: Uint8Array): void {
    const { outcome, group } = applyRoster(this.current, roster, secret)

    if (outcome === 'conflict') {
      this.init.onAlarm(roster.version)
    } else if (outcome === 'older' && this.has(from)) {
      this.bring(from)
    } else if ((outcome === 'newer' || outcome === 'secret-needed') && this.belongs && !isMember({ ...this.current, roster }, this.init.identity.publicKey)) {
      // the group as it is without us is none of our business
      this.init.onRemoved(new RemovedError())
      return
    }

    if (group != null) {
      this.adopt(group, from)
    }
  }

  /** Changes the roster as an owner, and tells everybody */
  async change (change: RosterChange): Promise<void> {
    this.adopt(await changeRoster(this.current, this.init.identity, change))
  }

  /**
   * Takes a newer state of the group. Everybody who stays is told at once, over
   * paths that nobody else reads; who does not stay is told, too, and let go.
   */
  adopt (group: Group, from?: string): void {
    const renewed = group.secret != null && this.current.secret != null && !equals(group.secret, this.current.secret)

    this.current = group

    for (const publicKey of [...this.init.others.keys()]) {
      if (!this.has(publicKey)) {
        this.dismiss(publicKey)
      } else if (publicKey !== from) {
        this.init.signaling.sendDirectly(publicKey, this.news(renewed))
      }
    }

    this.init.onGroup(group, renewed, from)
  }

  /** Shows somebody the roster who has not seen it; the secret is the same */
  bring (publicKey: string): void {
    if (this.version > 0) {
      this.init.signaling.send(publicKey, this.news(false))
    }
  }

  stop (): void {
    this.notices.forEach(notice => { clearTimeout(notice) })
  }

  private news (renewed: boolean): SignalMessage {
    return { type: 'roster', roster: this.current.roster as Roster, secret: renewed ? this.current.secret : undefined }
  }

  private dismiss (publicKey: string): void {
    this.init.signaling.send(publicKey, this.news(false))
    const notice = setTimeout(() => {
      this.notices.delete(notice)
      this.init.remove(publicKey)
    }, NOTICE)
    this.notices.add(notice)
  }
}
