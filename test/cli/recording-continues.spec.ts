import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect } from 'aegir/chai'
import { Recordings } from '../../src/cli/call/recordings.ts'
import { FRAME_SAMPLES } from '../../src/media/index.ts'
import type { Participant } from '../../src/index.ts'

/** Frames of 2.5 s */
const FRAMES = 250

describe('a recording that is longer than a file can be', () => {
  let directory: string

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
  })

  after(async () => {
    await rm(directory, { recursive: true, force: true })
  })

  it('continues in another, and the user is told', async () => {
    const seen: Array<[name: string, path: string, continued: boolean]> = []
    const errors: Error[] = []
    let hear = (_: Int16Array): void => {}
    const audio = {
      listen: (listener: typeof hear) => {
        hear = listener

        return () => {}
      }
    }
    const began = Promise.withResolvers<void>()
    const recordings = new Recordings({
      directory,
      // each file takes what is written at once: a second
      maxBytes: 1,
      onRecording: ({ name }, path, continued) => {
        seen.push([name, basename(path), continued])
        began.resolve()
      },
      onError: err => { errors.push(err) }
    })

    recordings.add({ publicKey: 'ab'.repeat(32), name: 'Ada', audio } as unknown as Participant)
    await began.promise
    Array.from({ length: FRAMES }, () => new Int16Array(FRAME_SAMPLES)).forEach(frame => { hear(frame) })
    await recordings.close()

    expect(errors).to.deep.equal([])
    expect(seen).to.deep.equal([['Ada', 'Ada-abababab.wav', false], ['Ada', 'Ada-abababab-2.wav', true], ['Ada', 'Ada-abababab-3.wav', true]])
  })
})
