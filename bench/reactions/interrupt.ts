import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Running } from '../../test/cli/fixtures/run.ts'

/** Returns the ms from Ctrl-C to the end of the command, for one that leaves somebody, and then for one that is alone */
export async function interruptCommands (): Promise<number[]> {
  const directory = await mkdtemp(join(tmpdir(), 'groupcall-bench-'))
  const running: Running[] = []
  const times: number[] = []

  const start = (name: string, ...args: string[]): Running => {
    const call = new Running(['call', ...args, '--json', '--name', name, '--key', join(directory, `${name}.json`), '--listen', '/ip4/127.0.0.1/tcp/0', '--no-mdns', '--audio', 'tone'])
    running.push(call)

    return call
  }

  try {
    const ada = start('Ada')
    const { invite } = await ada.event(({ type }) => type === 'invite')
    const ben = start('Ben', invite)
    await Promise.all([ada, ben].map(async call => call.event(({ type }) => type === 'heard')))

    for (const call of [ben, ada]) {
      const began = performance.now()
      call.child.kill('SIGINT')
      await call.result
      times.push(performance.now() - began)
    }

    return times
  } finally {
    await Promise.all(running.map(async call => call.kill()))
    await rm(directory, { recursive: true, force: true })
  }
}
