import { addTicket, createInvite, createTicket, groupIdOf, inviteAddresses, isOwner, loadGroup, updateGroup } from '../../index.ts'
import { pageLink } from '../app-directory.ts'
import { UsageError } from '../errors.ts'
import { nameText } from '../groups/describe.ts'
import { groupsPathOf, ownPublicKey } from '../groups/own.ts'
import { parseAddress, parsePageUrl } from '../options.ts'
import { print } from '../print-json.ts'
import { howToJoin, outputTerminal } from '../terminal/how-to-join.ts'
import { quote } from '../words.ts'
import type { Group, Ticket } from '../../index.ts'
import type { GroupOptions } from '../groups/own.ts'
import type { HowToJoinInit } from '../terminal/how-to-join.ts'

export interface InviteOptions extends GroupOptions {
  /** ms */
  expires?: number
  once?: boolean
  bootstrap?: string[]
  pageUrl?: string
}

/** `groupcall group invite NAME` */
export async function inviteToGroup (name: string, options: InviteOptions): Promise<number> {
  const directory = groupsPathOf(options)
  const bootstrap = (options.bootstrap ?? []).map(text => parseAddress(text, '--bootstrap'))
  const pageUrl = parsePageUrl(options.pageUrl)
  const { group, network, addresses: known } = await loadGroup(directory, name)
  const now = Date.now()
  const expires = options.expires == null ? undefined : now + options.expires
  const ticket = options.once === true ? await issueTicket(directory, group, now, expires, options) : undefined
  const addresses = inviteAddresses(bootstrap, [...known])
  const invite = createInvite(group, { addresses, network, expires, ticket: ticket?.secret })

  print(options, {
    invite,
    link: pageUrl == null ? undefined : pageLink(pageUrl, invite),
    group: groupIdOf(group),
    name: group.name,
    once: ticket != null,
    expires: expires == null ? undefined : new Date(expires).toISOString(),
    addresses: addresses.map(address => address.toString())
  }, inviteText(group, { invite, pageUrl }, ticket != null, expires))

  if (addresses.length === 0) {
    process.stderr.write('groupcall: this invite contains no address of a bootstrap peer and works only on the local network: add one with --bootstrap ADDR\n')
  }

  return 0
}

/** Stores a ticket before it is handed out: only an owner who has stored it can admit its bearer */
async function issueTicket (directory: string, { id, name }: Group, now: number, expires: number | undefined, options: InviteOptions): Promise<Ticket> {
  const own = await ownPublicKey(options)
  const ticket = createTicket(expires)

  await updateGroup(directory, id, stored => {
    if (stored?.group.roster == null) {
      throw new UsageError(`--once is for members-only groups, but ${quote(name)} is open: anyone with an invite may join, as often as they like`)
    }

    if (own == null || !isOwner(stored.group, own)) {
      throw new UsageError(`--once admits a person to ${quote(name)}, which only its owners can do: ask an owner, or leave --once out, and an owner in the call will be asked`)
    }

    return addTicket(stored, ticket, now)
  })

  return ticket
}

function inviteText (group: Group, { invite, pageUrl }: Pick<HowToJoinInit, 'invite' | 'pageUrl'>, once: boolean, expires?: number): string {
  const until = expires == null ? '' : `, until ${new Date(expires).toISOString().slice(0, 16).replace('T', ' ')} UTC`

  return howToJoin({ invite, pageUrl, intro: `Invite to "${nameText(group.name)}"${until}. ${whoGetsIn(group, once)} They run:` }, outputTerminal())
}

function whoGetsIn ({ roster }: Group, once: boolean): string {
  if (roster == null) {
    return 'Anyone who has it can join, so send it only to people you want in the call.'
  }

  return once
    ? 'It admits one person, once, while you are in the call: send it only to them.'
    : 'Anyone who has it but isn\'t on the roster has to knock, and an owner in the call decides.'
}
