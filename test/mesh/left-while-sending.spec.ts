import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const PROGRAM = fileURLToPath(new URL('fixtures/leave-while-sending.ts', import.meta.url))
const FLAGS = ['--experimental-strip-types', '--experimental-transform-types', '--no-warnings']
const ROUNDS = 60

describe('a participant that is left while it sends', () => {
  it('goes on, sixty times', async () => {
    // in a process of its own: node-webrtc ends the one in which a channel closes under what is put into it
    await promisify(execFile)(process.execPath, [...FLAGS, PROGRAM, String(ROUNDS)])
  })
})
