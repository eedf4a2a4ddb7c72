import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'aegir/chai'
import { createIdentity, openSessionCounter } from '../../keys/index.ts'
import { modulePath } from '../fixtures/paths.ts'
import { temporaryDirectory } from './fixtures/directory.ts'
import type { ChildProcess } from 'node:child_process'

const PROCESSES = 4
const TIMES = 25

describe('several processes that count sessions at once', () => {
  const at = temporaryDirectory()

  it('never get the same count', async () => {
    const path = at('identity.json')
    const { publicKey } = await createIdentity()
    const first = await openSessionCounter(path, publicKey).next(1_000)
    const children = Array.from({ length: PROCESSES }, () => fork(modulePath('test/keys/fixtures/count-sessions.ts')))

    try {
      await Promise.all(children.map(nextMessage))

      const answers = children.map(nextMessage)
      children.forEach(child => child.send({ path, publicKey, times: TIMES }))
      const counts: number[] = (await Promise.all(answers)).flat()

      expect(counts).to.have.lengthOf(PROCESSES * TIMES)
      expect(new Set(counts)).to.have.property('size', PROCESSES * TIMES)
      expect(Math.min(...counts)).to.be.greaterThan(first)
      expect(await openSessionCounter(path, publicKey).next()).to.be.greaterThan(Math.max(...counts))
    } finally {
      children.forEach(child => child.kill())
    }
  })
})

async function nextMessage (child: ChildProcess): Promise<any> {
  const [message] = await once(child, 'message')

  return message
}
