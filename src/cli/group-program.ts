import { durationParser } from './durations.ts'
import { examples } from './help.ts'
import { collect } from './numbers.ts'
import type { Command } from 'commander'

const NAME_ARGUMENT = ['<name>', 'name of the group, or the first digits of its id'] as const
const KEY_OPTION = ['--key <file>', 'your key; groups are kept beside it (default: $GROUPCALL_HOME/identity.json, else ~/.config/groupcall/identity.json)'] as const
const PASSPHRASE_OPTION = ['--passphrase-file <file>', 'file with the passphrase of the key (or set GROUPCALL_PASSPHRASE)'] as const

type OnCode = (code: number) => void

/** `groupcall group …` */
export function addGroup (program: Command, onCode: OnCode): Command {
  const group = program.command('group')
    .description('groups that you keep: make, list, show, invite to or leave them, choose their members')
    .addHelpText('after', `
A group that you have joined or made is kept beside your key, and "groupcall call
NAME" joins its call again. In a group with members only, its owners choose who
may talk; whoever else has an invite knocks.
${examples([
  ['groupcall group new friends --members-only', 'a group whose members you choose'],
  ['groupcall group add friends 3fa8…(64 digits)', 'put somebody on its roster'],
  ['groupcall group invite friends --expires 24h', 'a link that brings others there'],
  ['groupcall call friends', 'join its call'],
  ['groupcall group invite --help', 'all options of a command']
])}`)
  group.action(() => { group.outputHelp() })

  addKeeping(group, onCode)
  addMembers(group, onCode)

  return group
}

function addKeeping (group: Command, onCode: OnCode): void {
  describe(group, 'new', 'make a group')
    .argument('<name>', 'what it is called')
    .option('--members-only', 'only those may talk whom an owner puts on the roster; you are the first owner')
    .option('--bootstrap <addr>', 'multiaddr of a peer to enter the network by, to be remembered (repeatable)', collect)
    .option('--network <name>', 'which network to meet in: local, amino (untested)')
    .addHelpText('after', examples([
      ['groupcall group new friends', 'whoever has an invite may talk'],
      ['groupcall group new board --members-only', 'whoever is on its roster may talk']
    ]))
    .action(async (name, options) => {
      const { newGroup } = await import('./commands/group-command.ts')
      onCode(await newGroup(name, options))
    })

  describe(group, 'list', 'all groups that you keep')
    .addHelpText('after', examples([['groupcall group list --json', 'for a program']]))
    .action(async options => {
      const { listAllGroups } = await import('./commands/group-command.ts')
      onCode(await listAllGroups(options))
    })

  describe(group, 'show', 'a group and its members')
    .argument(...NAME_ARGUMENT)
    .addHelpText('after', examples([
      ['groupcall group show friends', 'who is on its roster, owners marked'],
      ['groupcall group show 9c41e07a', 'by its id, where two have one name']
    ]))
    .action(async (name, options) => {
      const { showGroup } = await import('./commands/group-command.ts')
      onCode(await showGroup(name, options))
    })

  describe(group, 'invite', 'make an invite to a group')
    .argument(...NAME_ARGUMENT)
    .option('--expires <time>', 'how long it lets newcomers in: 90m, 24h, 7d (default: for ever)', durationParser('--expires'))
    .option('--once', 'let its bearer in one time, without asking; for owners of groups with members only')
    .option('--bootstrap <addr>', 'multiaddr of a peer to enter the network by (repeatable)', collect)
    .addHelpText('after', examples([
      ['groupcall group invite friends --expires 24h', 'for today'],
      ['groupcall group invite board --once', 'for one person, who need not knock'],
      ['groupcall group invite board', 'for somebody who is on the roster, or who will knock']
    ]))
    .action(async (name, options) => {
      const { inviteToGroup } = await import('./commands/group-invite-command.ts')
      onCode(await inviteToGroup(name, options))
    })

  describe(group, 'leave', 'forget a group here; it goes on without you')
    .argument(...NAME_ARGUMENT)
    .option('--yes', 'do not ask')
    .addHelpText('after', examples([['groupcall group leave friends', 'asks before it does']]))
    .action(async (name, options) => {
      const { leaveGroup } = await import('./commands/group-members-command.ts')
      onCode(await leaveGroup(name, options))
    })
}

function addMembers (group: Command, onCode: OnCode): void {
  describe(group, 'add', 'put somebody on the roster; for owners')
    .argument(...NAME_ARGUMENT)
    .argument('<key>', 'their public key, 64 digits, or the name of somebody you know')
    .option('--owner', 'they may change the roster, too; also for somebody who is on it')
    .addHelpText('after', examples([
      ['groupcall group add friends 3fa8…(64 digits)', 'as groupcall key show prints it at their end'],
      ['groupcall group add friends Ben', 'somebody you know, see groupcall contact list'],
      ['groupcall group add friends Ben --owner', 'one more owner']
    ]))
    .action(async (name, key, options) => {
      const { addMember } = await import('./commands/group-members-command.ts')
      onCode(await addMember(name, key, options))
    })

  describe(group, 'remove', 'take somebody off the roster, and give the group another secret; for owners')
    .argument(...NAME_ARGUMENT)
    .argument('<key>', 'their public key, the first 8 digits of it, or their name')
    .addHelpText('after', examples([
      ['groupcall group remove friends 3fa81c20', 'as groupcall group show prints it'],
      ['groupcall group remove friends Ben', 'by the name you know them by']
    ]))
    .action(async (name, key, options) => {
      const { removeMember } = await import('./commands/group-members-command.ts')
      onCode(await removeMember(name, key, options))
    })
}

function describe (group: Command, name: string, text: string): Command {
  return group.command(name).description(text)
    .option(...KEY_OPTION)
    .option(...PASSPHRASE_OPTION)
    .option('--json', 'print a JSON object')
}
