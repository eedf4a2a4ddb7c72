import { examples } from './help.ts'
import type { Command } from 'commander'

const KEY_ARGUMENT = ['<key>', 'the first digits of their public key, 8 or more'] as const

/** `groupcall contact …` */
export function addContact (program: Command, onCode: (code: number) => void): void {
  const contact = program.command('contact')
    .description('people you know: list, show, add, verify or forget them')
    .addHelpText('after', `
Everyone you are in a call with becomes a contact. If a person joins with a
contact's name but a different key, the call warns you and waits for your answer.
${examples([
  ['groupcall contact list', 'everybody; ✓ marks those you have verified'],
  ['groupcall contact show 3fa81c20', 'the number to compare with the one they see'],
  ['groupcall contact verify 3fa81c20', 'both of you saw the same number'],
  ['groupcall contact add 3fa8…(64 digits) Ben', 'a person who gave you their key'],
  ['groupcall contact forget 3fa81c20', 'their key was lost or stolen']
])}`)
  contact.helpCommand(false)

  const describe = (name: string, text: string): Command => contact.command(name).description(text)
    .option('--key <file>', 'your key; contacts are stored beside it (default: $GROUPCALL_HOME/identity.json, else ~/.config/groupcall/identity.json)')
    .option('--json', 'print a JSON object')

  describe('list', 'list everybody you know').action(async options => {
    const commands = await import('./commands/contact-command.ts')
    onCode(await commands.listContacts(options))
  })
  describe('show', 'show a person, and the number to compare with them').argument(...KEY_ARGUMENT).action(async (key, options) => {
    const commands = await import('./commands/contact-command.ts')
    onCode(await commands.showContact(key, options))
  })
  describe('add', 'add a person, or rename them').argument('<key>', 'their public key, 64 digits').argument('<name>', 'the name they use in calls').action(async (key, name, options) => {
    const commands = await import('./commands/contact-command.ts')
    onCode(await commands.addContact(key, name, options))
  })
  describe('verify', 'remember that both of you saw the same number').argument(...KEY_ARGUMENT).option('--undo', 'they are no longer verified').action(async (key, options) => {
    const commands = await import('./commands/contact-command.ts')
    onCode(await commands.verifyContact(key, options))
  })
  describe('forget', 'forget a person, as if you had never met').argument(...KEY_ARGUMENT).action(async (key, options) => {
    const commands = await import('./commands/contact-command.ts')
    onCode(await commands.forgetContact(key, options))
  })
}
