import type { Engine } from './load-engine.ts'
import type { Group, StoredGroup, Ticket } from '../../index.ts'

/** ms since the Unix epoch, at which no invite has expired */
const BEFORE_ALL_INVITES = 0

export interface OpenGroupInit {
  engine: GroupEngine
  /** The link, or its fragment */
  link: string
  /** Where this browser stores groups, see `defaultGroupsPath` */
  path: string
  /** The user's */
  publicKey: string
  /** Called when the group can't be stored; the call goes on */
  onError(err: Error): void
}

/** The part of groupcall that a kept group uses */
export type GroupEngine = Pick<Engine, 'addTicket' | 'isMember' | 'mergeGroups' | 'parseInvite' | 'readGroup' | 'removeTicket' | 'updateGroup'>

/**
 * The group of a link, with the changes from calls since then. It is stored from the
 * first `keep` on.
 */
export class KeptGroup {
  /** From the link: when it expires, and the ticket that admits the user once */
  readonly expires?: number
  readonly ticket?: Uint8Array

  private readonly init: OpenGroupInit
  private stored: StoredGroup
  private writing: Promise<void> = Promise.resolve()

  private constructor (init: OpenGroupInit, stored: StoredGroup, { expires, ticket }: { expires?: number, ticket?: Uint8Array }) {
    this.init = init
    this.stored = stored
    this.expires = expires
    this.ticket = ticket
  }

  /**
   * @throws {InviteError} for a link that can't be used
   * @throws {InvalidParametersError} for a link that imitates that of another group
   */
  static async open (init: OpenGroupInit): Promise<KeptGroup> {
    const { engine, link, path, publicKey, onError } = init
    const invite = engine.parseInvite(link, BEFORE_ALL_INVITES)
    const { group, network, addresses } = invite
    const incoming = { group, network, addresses, tickets: [] }
    const known = await engine.readGroup(path, group.id).catch((err: Error) => { onError(err) })

    // a member no longer needs the invite
    if (known == null || !engine.isMember(known.group, publicKey)) {
      engine.parseInvite(link)
    }

    return new KeptGroup(init, known == null ? incoming : engine.mergeGroups(known, incoming), invite)
  }

  get group (): Group {
    return this.stored.group
  }

  get network (): string {
    return this.stored.network
  }

  /** Of members and bootstrap peers */
  get addresses (): StoredGroup['addresses'] {
    return this.stored.addresses
  }

  /** The user's unused tickets */
  get tickets (): readonly Ticket[] {
    return this.stored.tickets
  }

  /** Stores a newer state of the group */
  keep (group: Group = this.group): void {
    this.change(stored => this.init.engine.mergeGroups(stored, { ...this.stored, group }))
  }

  /** Makes a change of the roster where the group is stored: another tab may have made one before */
  async update (change: (stored?: Group) => Promise<Group>): Promise<Group> {
    const { engine, path, onError } = this.init
    let group: Group | undefined

    try {
      await engine.updateGroup(path, this.group.id, async (kept = this.stored) => {
        group = await change(kept.group)

        return { ...kept, group }
      })
    } catch (err: any) {
      if (err.name !== 'GroupFileError') {
        throw err
      }

      onError(err)
    }

    return group ?? change()
  }

  addTicket (ticket: Ticket): void {
    this.change(stored => this.init.engine.addTicket(stored, ticket, Date.now()))
  }

  removeTicket (ticket: Ticket): void {
    this.change(stored => this.init.engine.removeTicket(stored, ticket))
  }

  /** Resolves when all changes so far are written */
  async settled (): Promise<void> {
    await this.writing
  }

  /** Applies a change at once, and to what is stored, which another tab may have changed */
  private change (change: (stored: StoredGroup) => StoredGroup): void {
    const { engine, path, onError } = this.init

    const changed = change(this.stored)
    this.stored = changed
    // one after another, so that the last one wins
    this.writing = this.writing.then(async () => { await engine.updateGroup(path, this.group.id, kept => kept == null ? changed : change(kept)) }).catch(onError)
  }
}
