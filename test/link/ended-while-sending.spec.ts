import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { SOURCE_FLAGS } from '../fixtures/source-flags.ts'

const PROGRAM = fileURLToPath(new URL('fixtures/end-while-sending.ts', import.meta.url))
const ROUNDS = 200

describe('a link that ends while something is sent over it', () => {
  it('ends, two hundred times', async () => {
    // in a process of its own: node-webrtc ends the one in which a channel closes under what is put into it
    await promisify(execFile)(process.execPath, [...SOURCE_FLAGS, PROGRAM, String(ROUNDS)])
  })
})
