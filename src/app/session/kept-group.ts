import type { Engine } from './load-engine.ts'
import type { Group, StoredGroup, Ticket } from '../../index.ts'

/** ms since the Unix epoch, at which no invite is over */
const BEFORE_ALL_INVITES = 0

export interface OpenGroupInit {
  engine: GroupEngine
  /** The link, or what stands behind its `#` */
  link: string
  /** Where this browser keeps groups, see `defaultGroupsPath` */
  path: string
  /** One's own */
  publicKey: string
  /** What could not be kept; the call goes on */
  onError(err: Error): void
}

/** What is needed of groupcall */
export type GroupEngine = Pick<Engine, 'addTicket' | 'isMember' | 'mergeGroups' | 'parseInvite' | 'readGroup' | 'removeTicket' | 'updateGroup'>

/**
 * A group that a link leads to, as this browser knows it: what the link says, or
 * what was learnt since in calls. It is kept from when `keep` is called first.
 */
export class KeptGroup {
  /** Of the link: when it ends, and by which one is let in once */
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
   * @throws {InviteError} for a link that cannot be used
   * @throws {InvalidParametersError} for a link that is made to look like a group's
   */
  static async open (init: OpenGroupInit): Promise<KeptGroup> {
    const { engine, link, path, publicKey, onError } = init
    const invite = engine.parseInvite(link, BEFORE_ALL_INVITES)
    const { group, network, addresses } = invite
    const incoming = { group, network, addresses, tickets: [] }
    const known = await engine.readGroup(path, group.id).catch((err: Error) => { onError(err) })

    // who belongs to the group needs no invite any more
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

  /** Ways into the network */
  get addresses (): StoredGroup['addresses'] {
    return this.stored.addresses
  }

  /** Issued by oneself and not used yet */
  get tickets (): readonly Ticket[] {
    return this.stored.tickets
  }

  /** The group is as this from now on */
  keep (group: Group = this.group): void {
    this.change(stored => this.init.engine.mergeGroups(stored, { ...this.stored, group }))
  }

  addTicket (ticket: Ticket): void {
    this.change(stored => this.init.engine.addTicket(stored, ticket, Date.now()))
  }

  removeTicket (ticket: Ticket): void {
    this.change(stored => this.init.engine.removeTicket(stored, ticket))
  }

  /** Resolves when everything is written that was changed up to now */
  async settled (): Promise<void> {
    await this.writing
  }

  /** Here at once; and in the browser, where another tab may have changed it meanwhile */
  private change (change: (stored: StoredGroup) => StoredGroup): void {
    const { engine, path, onError } = this.init

    const changed = change(this.stored)
    this.stored = changed
    // one after the other, so that the last is what is kept
    this.writing = this.writing.then(async () => { await engine.updateGroup(path, this.group.id, kept => kept == null ? changed : change(kept)) }).catch(onError)
  }
}
