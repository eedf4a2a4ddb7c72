import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect } from 'aegir/chai'
import { repositoryPath } from './fixtures/paths.ts'

/** ms for an example */
const LIMIT = 60_000

describe('the examples of the readme', () => {
  // inside the package, so that it can be imported by its name, as its users do
  const file = repositoryPath(`dist/readme-example-${process.pid}.ts`)

  afterEach(async () => {
    await rm(file, { force: true })
  })

  for (const [index, [what, output]] of [
    ['two people who talk', /Ada is in the call\. We both read (\d{5} ){7}\d{5}/],
    ['a group for members only', /Ben may talk: true, Cleo may: false/]
  ].entries() as Iterable<[number, [string, RegExp]]>) {
    it(`run: ${what}`, async () => {
      const readme = await readFile(repositoryPath('README.md'), 'utf8')
      const example = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)][index][1]

      await writeFile(file, example)

      // rejects with what it printed when it fails, or doesn't end by itself
      const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, file], { timeout: LIMIT })

      expect(stdout).to.match(output)
    })
  }
})
