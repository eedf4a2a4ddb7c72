import { loadOrCreateIdentity } from '../../../keys/index.ts'
import { checkName, createGroup, getPreset, listGroups, loadGroup, saveGroup } from '../../index.ts'
import { BAD_INPUT, messageOf } from '../errors.ts'
import { loadContactNames } from '../groups/contact-names.ts'
import { groupsTable, groupText, plainGroup } from '../groups/describe.ts'
import { groupsPathOf, keyFileOf, ownPublicKey, refuseTaken } from '../groups/own.ts'
import { parseAddress } from '../options.ts'
import { passphraseSource } from '../passphrase.ts'
import { print } from '../print-json.ts'
import { shellWord } from '../words.ts'
import type { Group } from '../../index.ts'
import type { GroupOptions } from '../groups/own.ts'

export interface NewGroupOptions extends GroupOptions {
  membersOnly?: boolean
  bootstrap?: string[]
  network?: string
}

/** `groupcall group new NAME` */
export async function newGroup (name: string, options: NewGroupOptions): Promise<number> {
  const directory = groupsPathOf(options)
  const network = options.network ?? 'local'
  const addresses = (options.bootstrap ?? []).map(text => parseAddress(text, '--bootstrap'))
  const checked = checkName(name, 'A group')

  getPreset(network)
  await refuseTaken(directory, checked)

  const publicKey = await ownPublicKey(options) ?? await makeKey(options)
  const group = createGroup({ name: checked, owner: { publicKey }, membersOnly: options.membersOnly })
  const stored = { group, network, addresses, tickets: [] }
  const plain = plainGroup(stored, directory, Date.now())

  await saveGroup(directory, stored)
  print(options, plain, `Created the group ${groupText(plain, group, await loadContactNames(keyFileOf(options)), publicKey)}\n\n${nextSteps(group)}`)

  return 0
}

/** `groupcall group list` */
export async function listAllGroups (options: GroupOptions): Promise<number> {
  const directory = groupsPathOf(options)
  const problems: string[] = []
  const groups = await listGroups(directory, { onBroken: err => { problems.push(messageOf(err)) } })
  const plain = groups.map(stored => plainGroup(stored, directory, Date.now()))

  print(options, { groups: plain, directory }, groups.length === 0
    ? 'You have no groups yet. Create one with `groupcall group new NAME`, or join with an invite.'
    : groupsTable(groups, await ownPublicKey(options)))
  problems.forEach(problem => { process.stderr.write(`groupcall: ${problem}\n`) })

  return problems.length === 0 ? 0 : BAD_INPUT
}

/** `groupcall group show NAME` */
export async function showGroup (name: string, options: GroupOptions): Promise<number> {
  const directory = groupsPathOf(options)
  const stored = await loadGroup(directory, name)
  const people = await loadContactNames(keyFileOf(options))
  const plain = plainGroup(stored, directory, Date.now())

  print(options, plain, groupText(plain, stored.group, people, await ownPublicKey(options)))

  if (people.problem != null && stored.group.roster != null) {
    process.stderr.write(`groupcall: ${messageOf(people.problem)}\n`)
  }

  return 0
}

async function makeKey (options: GroupOptions): Promise<string> {
  const passphrase = await passphraseSource({ file: options.passphraseFile })

  return (await loadOrCreateIdentity(keyFileOf(options), { passphrase })).publicKey
}

function nextSteps ({ name, roster }: Group): string {
  const word = shellWord(name)
  const add = roster == null ? [] : [`groupcall group add ${word} KEY   adds a member`]

  return [...add, `groupcall group invite ${word}    creates an invite`, `groupcall call ${word}            joins its call`].map(line => `  ${line}`).join('\n')
}
