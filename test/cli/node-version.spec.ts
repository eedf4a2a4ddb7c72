import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect } from 'aegir/chai'
import { nodeVersionProblem } from '../../src/cli/node-version.ts'
import { repositoryPath } from '../fixtures/paths.ts'

const BUILT = repositoryPath('dist/cli/bin.js')
const SYSTEM_NODES = ['/usr/bin/node', '/usr/local/bin/node']

describe('the version of Node', () => {
  for (const version of ['22.13.0', '22.14.1', '24.0.0', '26.1.0']) {
    it(`${version} will do`, () => {
      expect(nodeVersionProblem(version)).to.be.undefined()
    })
  }

  for (const version of ['18.20.4', '20.20.2', '22.12.0', '22.9.0']) {
    it(`${version} is too old, and a line says so`, () => {
      expect(nodeVersionProblem(version)).to.match(new RegExp(`^groupcall: needs Node 22\\.13 or newer, but this is Node ${version}: .*nodejs\\.org[^\\n]*$`))
    })
  }

  it('is reported by the command itself on a system with an old one', async function () {
    const run = async (path: string, args: string[]): Promise<{ stdout: string }> => promisify(execFile)(path, args, { env: { ...process.env, NODE_OPTIONS: '' } })
    const nodes = await Promise.all(SYSTEM_NODES.filter(path => existsSync(path)).map(async path => ({ path, version: (await run(path, ['-p', 'process.versions.node'])).stdout.trim() })))
    const old = nodes.find(({ version }) => nodeVersionProblem(version) != null)

    if (old == null || !existsSync(BUILT)) {
      this.skip()
    }

    const err = await run(old.path, [BUILT, '--help']).then(() => undefined, err => err)

    expect(err).to.include({ code: 2, stdout: '', stderr: `${nodeVersionProblem(old.version)}\n` })
  })
})
