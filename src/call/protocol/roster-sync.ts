import { equals } from 'uint8arrays/equals'
import { TokenBucket } from '../../bucket.ts'
import { RemovedError } from '../../errors.ts'
import { applyRoster, findFork, isMember, isOwner, newerGroup, signedRosterVersion } from '../../group/index.ts'
import { getNewest } from '../../newest.ts'
import { ChainAssembly } from './chain-assembly.ts'
import { newestRosterMessage, rosterMessages } from './roster-messages.ts'
import type { ProtocolContext } from './context.ts'
import type { Fork, Group, Roster } from '../../group/index.ts'
import type { ParticipantState, RosterMessage, SignedPresence } from '../../signaling/index.ts'

/** ms that a participant who was taken off the roster has to hear of it before its link is closed; the promise is 1 s */
const NOTICE = 100

/**
 * Answers to one session about our roster, at once and then per second. An answer may be
 * 55 KiB, and its request a few bytes. Two members that miss parts of each other's chain
 * ask twice
 */
const ANSWERS = 4
const ANSWERS_PER_SECOND = 0.2

/** Sessions whose requests are counted: more than send one before another answer is allowed */
const MAX_ASKING = 64

/** Forks that raise the alarm in a call: an owner who causes more of them has been noticed */
const MAX_FORKS = 16

export interface RosterSyncInit {
  group: Group
  wallClock(): number
  /** Returns what the others are told about the local participant */
  state(): ParticipantState
  /** Disconnects a participant for good */
  remove(publicKey: string): void
  /** Called after the roster has changed */
  onChange(): void
}

/**
 * Keeps the roster up to date during a call: accepts rosters that owners have signed,
 * regardless of their bearer, and brings them to members that haven't seen them
 */
export class RosterSync {
  private readonly context: ProtocolContext
  private readonly init: RosterSyncInit
  private readonly assembly = new ChainAssembly()
  /** Hashes of the first rosters of losing branches: each raises the alarm once */
  private readonly forks = new Set<string>()
  /** When to disconnect participants who are no longer on the roster, or to end the local call, in ms by public key */
  private readonly notices = new Map<string, number>()
  /** Answers that sessions may still get, by session key */
  private readonly answers = new Map<string, TokenBucket>()
  private current: Group

  constructor (context: ProtocolContext, init: RosterSyncInit) {
    this.context = context
    this.current = init.group
    this.init = init
  }

  /** Returns ms since the Unix epoch, for invites and tickets that expire */
  wallClock (): number {
    return this.init.wallClock()
  }

  get group (): Group {
    return this.current
  }

  /** Version of the newest roster with an owner's signature */
  get version (): number {
    return signedRosterVersion(this.current)
  }

  /** Hash of that roster */
  get hash (): Uint8Array | undefined {
    return this.current.roster?.signed?.hash
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
  receive (from: SignedPresence, message: RosterMessage, reachable = true): void {
    const { context } = this
    const news = this.assembly.take(from.publicKey, message, this.current)

    if (news == null || news === 'ask') {
      if (news === 'ask' && reachable && this.mayAnswer(from)) {
        this.ask(from)
      }

      return
    }

    const { outcome, group, fork } = applyRoster(this.current, news)

    if (fork != null) {
      const theirs = { ...this.current, roster: news.roster, links: news.links }
      this.alarm(fork, { resolved: outcome !== 'unrelated', losing: outcome === 'older' || outcome === 'unrelated' ? theirs : this.current, from })
    }

    if (outcome === 'older' && reachable && this.has(from.publicKey)) {
      if (this.mayAnswer(from)) {
        this.answer(from, news.roster)
      }
    } else if ((outcome === 'newer' || outcome === 'secret-needed') && this.belongs && !isMember({ ...this.current, roster: news.roster }, context.local.publicKey)) {
      // don't adopt a group that we no longer belong to
      context.end(new RemovedError())
      return
    }

    if (group != null) {
      this.adopt(group, from)
    }
  }

  /** Takes a group that came some other way, for example from a file, unless it is older */
  merge (group: Group): void {
    const fork = findFork(this.current, group)
    const newer = newerGroup(this.current, group)
    const { belongs } = this

    if (fork != null) {
      this.alarm(fork, { resolved: fork.resolved, losing: newer === this.current ? group : this.current })
    }

    if (newer !== this.current) {
      this.adopt(newer)
    }

    if (belongs && !this.belongs) {
      // an owner removed itself, perhaps in another process: the others hear of it first
      this.notices.set(this.context.local.publicKey, this.context.now + NOTICE)
    }
  }

  /** Sends the roster without the secret to a member that lacks it; `since` is the hash of the member's own roster */
  bring (to: SignedPresence, since?: Uint8Array): void {
    if (this.version > 0) {
      rosterMessages(this.current, { since }).forEach(message => { this.context.send(to, message) })
    }
  }

  /**
   * Sends the roster to a participant whose state shows that it has not seen it. Of two
   * participants on different branches, at least one sends the other its roster.
   */
  compare (to: SignedPresence, { rosterVersion, rosterHash }: ParticipantState): void {
    const forked = rosterVersion === this.version && rosterHash != null && this.hash != null && !equals(rosterHash, this.hash)

    if ((rosterVersion < this.version || forked) && this.mayAnswer(to)) {
      this.bring(to, rosterHash)
    }
  }

  /** Disconnects participants who were taken off the roster, once they have heard of it */
  dismissDue (): void {
    for (const [publicKey, at] of this.notices) {
      if (at <= this.context.now) {
        this.notices.delete(publicKey)

        if (!this.has(publicKey)) {
          this.dismiss(publicKey)
        }
      }
    }
  }

  /**
   * Tells all participants at once: members over paths that nobody else reads, and removed
   * participants before they are disconnected
   */
  private adopt (group: Group, from?: SignedPresence): void {
    const { context } = this
    const renewed = group.secret != null && this.current.secret != null && !equals(group.secret, this.current.secret)

    this.current = group

    for (const { publicKey, presence } of context.participants.list) {
      if (!this.has(publicKey)) {
        context.send(presence, newestRosterMessage(group))
        this.notices.set(publicKey, context.now + NOTICE)
      } else if (publicKey !== from?.publicKey) {
        context.do({ type: 'send', to: presence, message: newestRosterMessage(group, renewed), direct: true })
      }
    }

    this.init.onChange()
    context.emit('group', group)

    if (renewed) {
      const staying = context.participants.list.filter(({ publicKey }) => this.has(publicKey))
      context.participants.list.forEach(record => { record.introducible = false })
      context.do({ type: 'change-keys', group, staying: staying.map(({ presence }) => presence) })
    }

    context.do({ type: 'adopted', group, renewed, bearer: from })
  }

  private dismiss (publicKey: string): void {
    if (publicKey === this.context.local.publicKey) {
      this.context.end(new RemovedError())
    } else {
      this.init.remove(publicKey)
    }
  }

  /** Answers a member who has an older roster; it may need the secret of our epoch */
  private answer (to: SignedPresence, { signed }: Roster): void {
    const digest = this.current.roster?.signed?.secretDigest
    const secret = signed != null && digest != null && !equals(signed.secretDigest, digest)

    if (secret) {
      rosterMessages(this.current, { since: signed.hash, secret }).forEach(message => { this.context.do({ type: 'send', to, message, direct: true }) })
    } else {
      this.bring(to, signed?.hash)
    }
  }

  /** Sends our roster to a member whose chain arrived incomplete, which answers with the links that we lack */
  private ask (to: SignedPresence): void {
    if (this.version > 0) {
      this.bring(to)
    } else {
      this.context.send(to, { type: 'state', state: this.init.state() })
    }
  }

  private mayAnswer ({ publicKey, session }: SignedPresence): boolean {
    const { now } = this.context

    return getNewest(this.answers, `${publicKey} ${session}`, MAX_ASKING, () => new TokenBucket(ANSWERS_PER_SECOND, ANSWERS, now)).take(now)
  }

  /**
   * Raises the alarm, and shows the losing branch to all others: its owner may end its call
   * before they have seen it, or it may have come from a file
   */
  private alarm ({ version, hash }: Fork, { resolved, losing, from }: { resolved: boolean, losing: Group, from?: SignedPresence }): void {
    const { context } = this

    if (this.forks.has(hash) || this.forks.size >= MAX_FORKS) {
      return
    }

    this.forks.add(hash)
    context.emit('alarm', { version, resolved })

    // what a file contains may not be signed
    if (losing.roster?.signed == null) {
      return
    }

    // without a common roster only the whole chain shows that an owner has signed it
    const messages = resolved ? [newestRosterMessage(losing)] : rosterMessages(losing)

    for (const { publicKey, presence } of context.participants.list) {
      if (publicKey !== from?.publicKey || losing === this.current) {
        messages.forEach(message => { context.send(presence, message) })
      }
    }
  }
}
