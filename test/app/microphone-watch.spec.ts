import { expect } from 'aegir/chai'
import { MicrophoneWatch } from '../../src/app/session/microphone-watch.ts'
import type { MicrophoneProblem } from '../../src/index.ts'

describe('a microphone that is plugged in', () => {
  for (const [problem, opens] of [['none', true], ['lost', true], ['chosen', false], ['denied', false], [undefined, false]] as Array<[MicrophoneProblem | undefined, boolean]>) {
    it(`is ${opens ? '' : 'not '}opened if the reason for listening is ${problem ?? 'none, because another one is open'}`, () => {
      const devices = { microphoneCount: 0 }
      let opened = 0
      const watch = new MicrophoneWatch({ devices, voice: { state: { listenOnly: problem } as any, reopen: async () => { opened++ } } })

      watch.onDevices()
      expect(opened).to.equal(0)
      devices.microphoneCount = 1
      watch.onDevices()
      // the list comes again after each attempt, which must not cause another
      watch.onDevices()
      expect(opened).to.equal(opens ? 1 : 0)
    })
  }
})
