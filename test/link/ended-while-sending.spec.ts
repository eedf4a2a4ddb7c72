import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { modulePath } from '../fixtures/paths.ts'

const PROGRAM = modulePath('test/link/fixtures/end-while-sending.ts')
const ROUNDS = 200

describe('a link that ends while something is sent over it', () => {
  it('ends, two hundred times', async () => {
    // in a separate process: node-webrtc crashes if a channel closes while something is being sent
    await promisify(execFile)(process.execPath, [...process.execArgv, PROGRAM, String(ROUNDS)])
  })
})
