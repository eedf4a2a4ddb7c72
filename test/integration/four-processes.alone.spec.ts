import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, createInvite } from '../../src/index.ts'
import { Running } from '../cli/fixtures/run.ts'
import { correlate, SAME_VOICE } from '../fixtures/correlate.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import { readSamples, speechFile, speechSamples, VOICES } from '../fixtures/speech.ts'
import type { TestNetwork } from '../fixtures/network.ts'

/** How long each stays: the others may start a second later, and a loop takes 6 */
const SECONDS = 8

describe('four processes', () => {
  let network: TestNetwork
  let directory: string

  before(async () => {
    network = await createTestNetwork()
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  after(async () => {
    await network.stop()
    await rm(directory, { recursive: true })
  })

  it('record what each of the others says', async () => {
    const voices = VOICES.slice(0, 4)
    const group = createGroup({ name: 'friends', owner: await createIdentity() })
    const invite = createInvite(group, { addresses: [network.address] })
    const commands = voices.map(voice => new Running([
      'call', invite, '--json', '--seconds', `${SECONDS}`, '--no-mdns', '--listen', '/ip4/127.0.0.1/tcp/0',
      '--name', voice, '--key', join(directory, `${voice}.json`), '--audio', speechFile(voice), '--record', join(directory, voice)
    ]))

    for (const { code, stderr } of await Promise.all(commands.map(async ({ result }) => result))) {
      expect(stderr).to.equal('')
      expect(code).to.equal(0)
    }

    for (const listener of voices) {
      const files = await readdir(join(directory, listener))
      expect(files).to.have.lengthOf(voices.length - 1)

      for (const speaker of voices.filter(voice => voice !== listener)) {
        const file = files.find(name => name.toLowerCase().includes(speaker)) ?? ''
        const samples = await readSamples(join(directory, listener, file))
        const score = correlate(await speechSamples(speaker), samples)

        expect(score, `${listener} hears ${speaker}`).to.be.greaterThan(SAME_VOICE)
      }
    }
  })
})
