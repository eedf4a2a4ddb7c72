import { durationParser } from './durations.ts'
import { examples, pageUrlOption } from './help.ts'
import { collect } from './numbers.ts'
import type { Command } from 'commander'

const NAME_ARGUMENT = ['<name>', 'name of the group, or the first digits of its id'] as const
const KEY_OPTION = ['--key <file>', 'your key; groups are stored beside it (default: $GROUPCALL_HOME/identity.json, else ~/.config/groupcall/identity.json)'] as const
const PASSPHRASE_OPTION = ['--passphrase-file <file>', 'file with the passphrase of the key (or set GROUPCALL_PASSPHRASE)'] as const

type OnCode = (code: number) => void

/** `groupcall group …` */
export function addGroup (program: Command, onCode: OnCode): void {
  const group = program.command('group')
    .description('your groups: create, list, show or leave them, invite people, choose members')
    .addHelpText('after', `
A group that you have joined or made is kept beside your key, and "groupcall call
NAME" joins its call again. In a members-only group, the owners choose who may
talk; anyone else with an invite has to knock.
${examples([
  ['groupcall group new friends --members-only', 'a group whose members you choose'],
  ['groupcall group add friends 3fa8…(64 digits)', 'add a member'],
  ['groupcall group invite friends --expires 24h', 'a link to send to others'],
  ['groupcall call friends', 'join its call'],
  ['groupcall group invite --help', 'all options of a command']
])}`)
  group.helpCommand(false)

  addKeeping(group, onCode)
  addMembers(group, onCode)
}

function addKeeping (group: Command, onCode: OnCode): void {
  describe(group, 'new', 'create a group')
    .argument('<name>', 'name of the group')
    .option('--members-only', 'only people on its roster may join; you are its first owner')
    .option('--bootstrap <addr>', 'multiaddr of a peer through which to enter the network, remembered (repeatable)', collect)
    .option('--network <name>', 'which network to meet in: local, amino (public, tried in a lab only)')
    .addHelpText('after', examples([
      ['groupcall group new friends', 'anyone with an invite may join'],
      ['groupcall group new board --members-only', 'anyone on its roster may join']
    ]))
    .action(async (name, options) => {
      const { newGroup } = await import('./commands/group-command.ts')
      onCode(await newGroup(name, options))
    })

  describe(group, 'list', 'list your groups')
    .addHelpText('after', examples([['groupcall group list --json', 'for programs']]))
    .action(async options => {
      const { listAllGroups } = await import('./commands/group-command.ts')
      onCode(await listAllGroups(options))
    })

  describe(group, 'show', 'show a group and its members')
    .argument(...NAME_ARGUMENT)
    .addHelpText('after', examples([
      ['groupcall group show friends', 'its members and owners'],
      ['groupcall group show 9c41e07a', 'by its id, if two groups have the same name']
    ]))
    .action(async (name, options) => {
      const { showGroup } = await import('./commands/group-command.ts')
      onCode(await showGroup(name, options))
    })

  describe(group, 'invite', 'create an invite to a group')
    .argument(...NAME_ARGUMENT)
    .option('--expires <time>', 'how long it admits newcomers: 90m, 24h, 7d (default: forever)', durationParser('--expires'))
    .option('--once', 'admit one person, once, without asking; for owners of members-only groups')
    .option('--bootstrap <addr>', 'multiaddr of a peer through which to enter the network (repeatable)', collect)
    .addOption(pageUrlOption())
    .addHelpText('after', examples([
      ['groupcall group invite friends --expires 24h', 'for today'],
      ['groupcall group invite board --once', 'for one person, who doesn\'t have to knock'],
      ['groupcall group invite board', 'for people who are on the roster, or will knock']
    ]))
    .action(async (name, options) => {
      const { inviteToGroup } = await import('./commands/group-invite-command.ts')
      onCode(await inviteToGroup(name, options))
    })

  describe(group, 'leave', 'delete a group here; it goes on without you')
    .argument(...NAME_ARGUMENT)
    .option('--yes', 'don\'t ask')
    .addHelpText('after', examples([['groupcall group leave friends', 'asks first']]))
    .action(async (name, options) => {
      const { leaveGroup } = await import('./commands/group-members-command.ts')
      onCode(await leaveGroup(name, options))
    })
}

function addMembers (group: Command, onCode: OnCode): void {
  describe(group, 'add', 'add a member to the roster; for owners')
    .argument(...NAME_ARGUMENT)
    .argument('<key>', 'their public key, 64 digits, or the name of a contact')
    .option('--owner', 'make them an owner, who may change the roster; also for a member')
    .addHelpText('after', examples([
      ['groupcall group add friends 3fa8…(64 digits)', 'their key, as their groupcall key show prints it'],
      ['groupcall group add friends Ben', 'a contact, see groupcall contact list'],
      ['groupcall group add friends Ben --owner', 'another owner']
    ]))
    .action(async (name, key, options) => {
      const { addMember } = await import('./commands/group-members-command.ts')
      onCode(await addMember(name, key, options))
    })

  describe(group, 'remove', 'remove a member, and give the group a new secret; for owners')
    .argument(...NAME_ARGUMENT)
    .argument('<key>', 'their public key, the first 8 digits of it, or their name')
    .addHelpText('after', examples([
      ['groupcall group remove friends 3fa81c20', 'as groupcall group show prints it'],
      ['groupcall group remove friends Ben', 'by their name in your contacts']
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
