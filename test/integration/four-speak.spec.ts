import { expect } from 'aegir/chai'
import { openMicrophone } from '../../src/index.ts'
import { joinTogether, leaveAll, untilAllHear } from '../fixtures/calls.ts'
import { correlate, SAME_VOICE } from '../fixtures/correlate.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import { speechFile, speechSamples, VOICES } from '../fixtures/speech.ts'
import type { Participant } from '../../src/index.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

/** 10 ms each: all of a voice's loop, which is 4 to 6 s */
const FRAMES = 600

describe('four who speak', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  it('are heard by each other as what they said, and as nobody else', async () => {
    const voices = VOICES.slice(0, 4)
    calls = await joinTogether(network, voices.length, index => ({
      name: voices[index],
      microphone: async options => openMicrophone({ kind: 'wav', path: speechFile(voices[index]), loop: true }, options)
    }))
    await untilAllHear(calls.map(({ call }) => call))

    const sent = new Map(await Promise.all(voices.map(async voice => [voice, await speechSamples(voice)] as const)))
    const recordings = await Promise.all(calls.flatMap(({ call }) => call.participants.map(async participant => ({
      listener: call.name,
      speaker: participant.name,
      samples: await record(participant)
    }))))

    expect(recordings).to.have.lengthOf(12)

    for (const { listener, speaker, samples } of recordings) {
      for (const [voice, reference] of sent) {
        const score = correlate(reference, samples)

        expect(score > SAME_VOICE, `${listener} hears ${speaker}; likeness to ${voice} is ${score}`).to.equal(voice === speaker)
      }
    }
  })
})

async function record ({ audio }: Participant): Promise<Int16Array> {
  const frames: Int16Array[] = []

  await new Promise<void>(resolve => {
    const stop = audio?.listen(frame => {
      if (frames.push(frame.slice()) === FRAMES) {
        stop?.()
        resolve()
      }
    })
  })

  return Int16Array.from(frames.flatMap(frame => [...frame]))
}
