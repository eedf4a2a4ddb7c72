import { expect } from 'aegir/chai'
import { KeyFileError } from '../../keys/index.ts'
import { describeError, UsageError } from '../../src/cli/errors.ts'
import { GroupCallFullError, InviteError, JoinRefusedError, ReplacedError } from '../../src/index.ts'

describe('what is shown of an error', () => {
  const cases: Array<{ error: unknown, line: string | RegExp, code: number }> = [
    { error: new UsageError('a is wrong: do b'), line: 'groupcall: a is wrong: do b', code: 2 },
    { error: new InviteError('expired', 'This invite ended'), line: 'groupcall: This invite ended', code: 2 },
    { error: new KeyFileError('passphrase-needed', 'k.json', 'give its passphrase'), line: /k\.json: .*--passphrase-file/, code: 2 },
    { error: Object.assign(new Error('listen EADDRINUSE: :::1'), { code: 'EADDRINUSE' }), line: /another program uses this port/, code: 2 },
    { error: Object.assign(new Error('error: unknown option \'--x\'\n(Did you mean --y?)'), { code: 'commander.unknownOption' }), line: 'groupcall: unknown option \'--x\' (Did you mean --y?): add --help to see the options', code: 2 },
    { error: new GroupCallFullError(), line: /^groupcall: The call is full/, code: 1 },
    { error: new JoinRefusedError('expired', 'The members refused'), line: 'groupcall: The members refused', code: 1 },
    { error: new ReplacedError(), line: /somewhere else/, code: 1 },
    { error: new Error('two\nlines'), line: 'groupcall: two lines', code: 1 },
    { error: new Error('it failed: Error: x\n    at f (file.js:1:1)\n    at g (file.js:2:2)'), line: 'groupcall: it failed: Error: x', code: 1 },
    { error: new Error('red \u001b[31m \u202e'), line: 'groupcall: red ?[31m ?', code: 1 },
    { error: new Error(''), line: 'groupcall: Error', code: 1 },
    { error: 'text', line: 'groupcall: text', code: 1 }
  ]

  for (const { error, line, code } of cases) {
    it(`${String((error as any)?.name ?? error)}, exit code ${code}: ${String(line)}`, () => {
      const described = describeError(error)

      expect(described.code).to.equal(code)
      expect(described.line).to.not.contain('\n')

      if (typeof line === 'string') {
        expect(described.line).to.equal(line)
      } else {
        expect(described.line).to.match(line)
      }
    })
  }
})
