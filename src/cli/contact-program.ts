import { examples } from './help.ts'
import type { Command } from 'commander'

const KEY_ARGUMENT = ['<key>', 'the first digits of their public key, 8 or more'] as const

/** `groupcall contact …` */
export function addContact (program: Command, onCode: (code: number) => void): Command {
  const contact = program.command('contact')
    .description('who you know: list, show, add, verify or forget them')
    .addHelpText('after', `
Whoever is in a call with you becomes a contact. When somebody comes under a
contact's name with another key, the call warns you and waits for your word.
${examples([
  ['groupcall contact list', 'everybody, ✓ for those whom you have verified'],
  ['groupcall contact show 3fa81c20', 'the number to compare with what they see of you'],
  ['groupcall contact verify 3fa81c20', 'both numbers were the same: remember that'],
  ['groupcall contact add 3fa8…(64 digits) Ben', 'somebody who told you their key'],
  ['groupcall contact forget 3fa81c20', 'their key was lost or stolen']
])}`)
  contact.action(() => { contact.outputHelp() })

  const describe = (name: string, text: string): Command => contact.command(name).description(text)
    .option('--key <file>', 'your key; contacts are kept beside it (default: $GROUPCALL_HOME/identity.json, else ~/.config/groupcall/identity.json)')
    .option('--json', 'print a JSON object')

  describe('list', 'everybody you know').action(async options => {
    const commands = await import('./commands/contact-command.ts')
    onCode(await commands.listContacts(options))
  })
  describe('show', 'somebody, and the number to compare with them').argument(...KEY_ARGUMENT).action(async (key, options) => {
    const commands = await import('./commands/contact-command.ts')
    onCode(await commands.showContact(key, options))
  })
  describe('add', 'keep somebody, or keep them under another name').argument('<key>', 'their public key, 64 digits').argument('<name>', 'as they call themselves in calls').action(async (key, name, options) => {
    const commands = await import('./commands/contact-command.ts')
    onCode(await commands.addContact(key, name, options))
  })
  describe('verify', 'remember that both of you saw the same number').argument(...KEY_ARGUMENT).option('--undo', 'it is not sure any more').action(async (key, options) => {
    const commands = await import('./commands/contact-command.ts')
    onCode(await commands.verifyContact(key, options))
  })
  describe('forget', 'as if you had never met').argument(...KEY_ARGUMENT).action(async (key, options) => {
    const commands = await import('./commands/contact-command.ts')
    onCode(await commands.forgetContact(key, options))
  })

  return contact
}
