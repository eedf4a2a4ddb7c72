import { addTicket, createInvite, createTicket, groupIdOf, inviteAddresses, isOwner, loadGroup, updateGroup } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { nameText } from '../groups/describe.ts'
import { groupsPathOf, ownPublicKey, print } from '../groups/own.ts'
import { parseAddress } from '../options.ts'
import { qrCode } from '../terminal/qr.ts'
import { quote } from '../words.ts'
import type { Group, Ticket } from '../../index.ts'
import type { GroupOptions } from '../groups/own.ts'

export interface InviteOptions extends GroupOptions {
  /** ms */
  expires?: number
  once?: boolean
  bootstrap?: string[]
}

/** `groupcall group invite NAME` */
export async function inviteToGroup (name: string, options: InviteOptions): Promise<number> {
  const directory = groupsPathOf(options)
  const bootstrap = (options.bootstrap ?? []).map(text => parseAddress(text, '--bootstrap'))
  const { group, network, addresses: known } = await loadGroup(directory, name)
  const now = Date.now()
  const expires = options.expires == null ? undefined : now + options.expires
  const ticket = options.once === true ? await issueTicket(directory, group, now, expires, options) : undefined
  const addresses = inviteAddresses(bootstrap, [...known])
  const invite = createInvite(group, { addresses, network, expires, ticket: ticket?.secret })

  print(options, {
    invite,
    group: groupIdOf(group),
    name: group.name,
    once: ticket != null,
    expires: expires == null ? undefined : new Date(expires).toISOString(),
    addresses: addresses.map(address => address.toString())
  }, inviteText(group, invite, ticket != null, expires))

  if (addresses.length === 0) {
    process.stderr.write('groupcall: this invite names no way into the network, so it works on one local network only: add --bootstrap ADDR to name one\n')
  }

  return 0
}

/** It is kept before anybody can have it, since only who knows it can let its bearer in */
async function issueTicket (directory: string, { id, name }: Group, now: number, expires: number | undefined, options: InviteOptions): Promise<Ticket> {
  const own = await ownPublicKey(options)
  const ticket = createTicket(expires)

  await updateGroup(directory, id, stored => {
    if (stored?.group.roster == null) {
      throw new UsageError(`--once is for groups with members only, and ${quote(name)} is none: whoever has an invite to it may talk, as often as they like`)
    }

    if (own == null || !isOwner(stored.group, own)) {
      throw new UsageError(`--once lets somebody into ${quote(name)}, which only its owners can do: ask one, or leave it out, and an owner in the call is asked`)
    }

    return addTicket(stored, ticket, now)
  })

  return ticket
}

function inviteText (group: Group, invite: string, once: boolean, expires?: number): string {
  const until = expires == null ? '' : `, until ${new Date(expires).toISOString().slice(0, 16).replace('T', ' ')} UTC`
  const lines = [
    `Invite to "${nameText(group.name)}"${until}. ${whoGetsIn(group, once)} They run:`,
    '',
    `groupcall call '${invite}'`
  ]

  return [...lines, ...(process.stdout.isTTY ? ['', qrCode(invite, process.stdout.columns)] : [])].join('\n')
}

function whoGetsIn ({ roster }: Group, once: boolean): string {
  if (roster == null) {
    return 'Whoever has it can join, so send it to them alone.'
  }

  return once
    ? 'It lets in one person, once, while a call of yours is on: send it to them alone.'
    : 'Whoever has it and is not on the roster knocks, and an owner in the call lets them in or not.'
}
