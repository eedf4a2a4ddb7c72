import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { speechFile } from '../fixtures/speech.ts'
import { Running } from './fixtures/run.ts'

describe('a sound file that is cut short', () => {
  let directory: string

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  after(async () => {
    await rm(directory, { recursive: true, force: true })
  })

  it('is played as far as it goes, and the user is told', async () => {
    const wav = await readFile(speechFile('ada'))
    await writeFile(join(directory, 'halved.wav'), wav.subarray(0, wav.byteLength / 2))
    const call = new Running(['call', '--json', '--key', 'ada.json', '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--status-interval', '50', '--audio', 'halved.wav'], { cwd: directory })

    const problem = await call.event(({ type }) => type === 'problem')
    await call.event(({ type, self }) => type === 'status' && self.level > 0.01)
    call.child.kill('SIGINT')

    expect(problem).to.deep.include({ error: 'MicrophoneNotice' })
    expect(problem.message).to.match(/^halved\.wav is cut short: playing the first \d+\.\d of \d+\.\d s\. Copy or save it again to have it all\.$/)
    expect(await call.result).to.include({ code: 0, stderr: '' })
  })
})
