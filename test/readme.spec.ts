import { spawn } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'aegir/chai'
import { SOURCE_FLAGS } from './fixtures/source-flags.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

describe('the examples of the readme', () => {
  const file = `${root}test/.readme-example-${process.pid}.ts`

  afterEach(async () => {
    await rm(file, { force: true })
  })

  for (const [index, [what, output]] of [
    ['two people who talk', /Ada is in the call\. We both read (\d{5} ){5}\d{5}/],
    ['a group for members only', /Ben may talk: true, Cleo may: false/]
  ].entries() as Iterable<[number, [string, RegExp]]>) {
    it(`run: ${what}`, async () => {
      const readme = await readFile(`${root}README.md`, 'utf8')
      const example = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)][index][1]

      await writeFile(file, `${example
        .replaceAll('\'groupcall/bootstrap\'', '\'../bootstrap/index.ts\'')
        .replaceAll('\'groupcall/keys\'', '\'../keys/index.ts\'')
        .replaceAll('\'groupcall\'', '\'../src/index.ts\'')}\nprocess.exit(0)\n`)

      const ran = await run([file])

      expect(ran.output).to.match(output)
      expect(ran.code).to.equal(0)
    })
  }
})

async function run (args: string[]): Promise<{ code: number | null, output: string }> {
  const child = spawn(process.execPath, [...SOURCE_FLAGS, ...args], { cwd: root })
  let output = ''
  child.stdout.on('data', data => { output += String(data) })
  child.stderr.on('data', data => { output += String(data) })

  return new Promise(resolve => {
    child.on('close', code => { resolve({ code, output }) })
  })
}
