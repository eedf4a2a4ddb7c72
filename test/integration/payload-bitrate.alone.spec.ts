import { expect } from 'aegir/chai'
import { openMicrophone } from '../../src/index.ts'
import { joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'

/** Seconds of statistics to average: speech is not the same all the time */
const SECONDS = 6

/** Seconds before that: the encoder begins lower, until bandwidth has been estimated */
const WARM_UP = 3

describe('the stream of a participant', () => {
  const scene = createScene()

  it('takes 45 to 52 kbit/s of payload while it is spoken, or what the speaker has chosen', async () => {
    scene.calls = await joinTogether(scene.network, 2, index => ({
      microphone: async options => openMicrophone({ kind: 'wav', path: `assets/speech/${['ada', 'ben'][index]}.wav`, loop: true, pause: 0 }, options),
      opus: { bitrateKbps: [undefined, 24][index] }
    }))
    await untilAllHear(scene.calls.map(({ call }) => call))

    const rates = await Promise.all(scene.calls.map(async ({ call }) => {
      const seconds: number[] = []
      call.addEventListener('quality', ({ detail: { quality: { statistics } } }) => { seconds.push(statistics.sendKbps) })
      await untilCall(call, 'quality', () => seconds.length === WARM_UP + SECONDS)

      return seconds.slice(WARM_UP).reduce((sum, rate) => sum + rate, 0) / SECONDS
    }))

    expect(rates[0]).to.be.within(45, 52)
    expect(rates[1]).to.be.within(19, 26)
  })
})
