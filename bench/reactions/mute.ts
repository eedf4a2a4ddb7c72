import { joinTogether, leaveAll, untilAllHear } from '../../test/fixtures/calls.ts'
import { untilSilent } from '../../test/fixtures/heard.ts'
import { createTestNetwork } from '../../test/fixtures/network.ts'
import type { TestCall } from '../../test/fixtures/calls.ts'

/** Returns the ms from mute to silence at the last of two listeners */
export async function muteOne (): Promise<number> {
  const network = await createTestNetwork()
  let calls: TestCall[] = []

  try {
    calls = await joinTogether(network, 3)
    const [speaker, ...listeners] = calls.map(({ call }) => call)
    await untilAllHear([speaker, ...listeners])
    const began = performance.now()
    const silent = Promise.all(listeners.map(async call => untilSilent(call, speaker.publicKey)))
    speaker.mute()

    return Math.max(...await silent) - began
  } finally {
    await leaveAll(calls)
    await network.stop()
  }
}
