import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { modulePath } from '../fixtures/paths.ts'

const PROGRAM = modulePath('test/link/fixtures/end-while-sending.ts')
const ROUNDS = 200

describe('a link that ends while something is sent over it', () => {
  it('ends, two hundred times', async () => {
    // in a process of its own: node-webrtc ends the one in which a channel closes under what is put into it
    await promisify(execFile)(process.execPath, [...process.execArgv, PROGRAM, String(ROUNDS)])
  })
})
