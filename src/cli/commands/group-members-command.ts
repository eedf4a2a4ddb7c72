import { loadIdentity } from '../../../keys/index.ts'
import { changeRoster, deleteGroup, groupIdOf, groupPath, isOwner, loadGroup, updateGroup } from '../../index.ts'
import { FAILED, messageOf, UsageError } from '../errors.ts'
import { loadContactNames } from '../groups/contact-names.ts'
import { nameText, plainGroup } from '../groups/describe.ts'
import { handOnWords, leavingWords } from '../groups/leaving.ts'
import { groupsPathOf, keyFileOf, ownPublicKey } from '../groups/own.ts'
import { passphraseSource } from '../passphrase.ts'
import { print } from '../print-json.ts'
import { confirm } from '../terminal/confirm.ts'
import { quote } from '../words.ts'
import type { Group, RosterChange, StoredGroup } from '../../index.ts'
import type { ContactNames } from '../groups/contact-names.ts'
import type { GroupOptions } from '../groups/own.ts'

/** How a change reaches the others: members take the newest roster from any member they meet */
const NEWS = 'A call of yours gets it at once, the others when they next meet a member who has it.'

export interface AddOptions extends GroupOptions {
  owner?: boolean
}

export interface LeaveOptions extends GroupOptions {
  yes?: boolean
}

/** `groupcall group add NAME KEY` */
export async function addMember (name: string, key: string, options: AddOptions): Promise<number> {
  const owner = options.owner === true

  return changeMembers(name, options, people => people.find(key), publicKey => owner ? { addOwners: [publicKey] } : { add: [publicKey] }, (who, group) => {
    return `${who} is now ${owner ? 'an owner' : 'a member'} of "${group}"`
  })
}

/** `groupcall group remove NAME KEY` */
export async function removeMember (name: string, key: string, options: GroupOptions): Promise<number> {
  return changeMembers(name, options, (people, members) => people.find(key, members), publicKey => ({ remove: [publicKey] }), (who, group) => {
    return `${who} is no longer a member of "${group}", and its secret has changed: create new invites`
  })
}

/** `groupcall group leave NAME` */
export async function leaveGroup (name: string, options: LeaveOptions): Promise<number> {
  const directory = groupsPathOf(options)
  const { group } = await loadGroup(directory, name)
  const own = await ownPublicKey(options)
  const words = leavingWords(group, own)

  if (options.yes !== true) {
    const before = [words, handOnWords(group, own)].filter(line => line != null).join('\n')

    if (!await confirm(`${before}\nDelete the group "${nameText(group.name)}" here?`, `this isn't a terminal, so you can't be asked whether to delete ${quote(group.name)}: add --yes to delete it`)) {
      process.stderr.write('Nothing was done.\n')

      return FAILED
    }
  }

  await deleteGroup(directory, group.id)
  print(options, {
    id: groupIdOf(group),
    name: group.name,
    owner: own != null && isOwner(group, own),
    otherOwners: group.roster?.owners.map(({ publicKey }) => publicKey).filter(publicKey => publicKey !== own),
    file: groupPath(directory, group.id)
  }, `Deleted the group "${nameText(group.name)}" here.${options.yes === true ? `\n${words}` : ''}`)

  return 0
}

async function changeMembers (
  name: string,
  options: GroupOptions,
  find: (people: ContactNames, members: string[]) => string,
  changeFor: (publicKey: string) => RosterChange,
  done: (who: string, group: string) => string
): Promise<number> {
  const directory = groupsPathOf(options)
  const { group } = await loadGroup(directory, name)
  const people = await loadContactNames(keyFileOf(options))
  const publicKey = find(people, membersOf(group))
  const stored = await signChange(directory, group, changeFor(publicKey), options)
  const { epoch, roster } = stored.group

  print(options, plainGroup(stored, directory, Date.now()), `${done(people.wordsFor(publicKey), nameText(group.name))}.\nRoster version ${roster?.version}, epoch ${epoch}. ${NEWS}`)

  return 0
}

/** Applies a change to the group as stored at that moment: another process may have changed it meanwhile */
async function signChange (directory: string, { id, name }: Group, change: RosterChange, options: GroupOptions): Promise<StoredGroup> {
  const warnings: string[] = []
  const passphrase = await passphraseSource({ file: options.passphraseFile })
  const identity = await loadIdentity(keyFileOf(options), { passphrase, onWarning: message => { warnings.push(message) } })
  const changed = await updateGroup(directory, id, async stored => stored == null ? undefined : { ...stored, group: await changeRoster(stored.group, identity, change) })

  if (changed == null) {
    throw new UsageError(`the group ${quote(name)} has just been deleted by another process: nothing was done`)
  }

  warnings.forEach(message => { process.stderr.write(`groupcall: ${messageOf(new Error(message))}\n`) })

  return changed
}

function membersOf ({ roster }: Group): string[] {
  return roster == null ? [] : [...roster.owners.map(({ publicKey }) => publicKey), ...roster.members]
}
