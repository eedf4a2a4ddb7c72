import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect } from 'aegir/chai'
import { releaseChangelog } from '../../scripts/release-version.ts'
import { modulePath, repositoryPath } from '../fixtures/paths.ts'

const CHANGELOG = '# Changelog\n\n## 0.2.0 (not released)\n\n- Something\n\n## 0.1.0 (2026-12-01)\n\n- The first\n'

describe('a release', () => {
  it('gets its version and date in the changelog', () => {
    expect(releaseChangelog(CHANGELOG, '0.2.0', '2027-01-31')).to.equal(CHANGELOG.replace('(not released)', '(2027-01-31)'))
    expect(releaseChangelog(CHANGELOG, '0.10.0', '2027-01-31')).to.include('\n## 0.10.0 (2027-01-31)\n')
  })

  for (const [what, changelog, version, message] of [
    ['an older version', CHANGELOG, '0.1.9', /0\.1\.9 can't be the next version/],
    ['no version', CHANGELOG, 'next', /next can't be the next version/],
    ['nothing that has changed', CHANGELOG.replace('- Something\n', ''), '0.2.0', /names no change/],
    ['no open section', CHANGELOG.replace(' (not released)', ''), '0.2.0', /has no section/]
  ] as const) {
    it(`is not made of ${what}`, () => {
      expect(() => releaseChangelog(changelog, version, '2027-01-31')).to.throw(message)
    })
  }

  it('is packed, and is what publint and attw expect, in a dry run that changes nothing', async () => {
    const files = ['CHANGELOG.md', 'package.json', 'package-lock.json']
    const read = async (): Promise<string[]> => Promise.all(files.map(async file => readFile(repositoryPath(file), 'utf8')))
    const before = await read()

    // rejects unless its exit code is 0
    const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, modulePath('scripts/release.ts'), '99.0.0', '--dry-run'])

    expect(stdout).to.match(/^groupcall-[\d.]+\.tgz: \d+ files, .* find nothing wrong\n/)
    expect(await read()).to.deep.equal(before)
  })
})
