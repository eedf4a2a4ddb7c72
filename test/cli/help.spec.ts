import { expect } from 'aegir/chai'
import { run } from './fixtures/run.ts'

describe('help', () => {
  for (const [words, usage] of [
    [[], 'groupcall [options] [command]'],
    [['help'], 'groupcall [options] [command]'],
    [['group'], 'groupcall group [options] [command]'],
    [['help', 'call'], 'groupcall call [options] [invite|group|-]'],
    [['help', 'group', 'invite'], 'groupcall group invite [options] <name>'],
    [['help', 'help'], 'groupcall help [options] [command...]'],
    [['key', 'show', '--help'], 'groupcall key show [options]']
  ] as Array<[string[], string]>) {
    it(`is printed by: groupcall ${words.join(' ')}`, async () => {
      const { code, stdout, stderr } = await run(words)

      expect([code, stderr]).to.deep.equal([0, ''])
      expect(stdout).to.include(`Usage: ${usage}\n`)
    })
  }
})
