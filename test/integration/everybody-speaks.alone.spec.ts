import { expect } from 'aegir/chai'
import { openMicrophone } from '../../src/index.ts'
import { joinTogether, leaveAll, untilAllHear } from '../fixtures/calls.ts'
import { correlate, SAME_VOICE } from '../fixtures/correlate.ts'
import { ALL_FRAMES, record } from '../fixtures/heard.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import { speechFile, speechSamples, VOICES } from '../fixtures/speech.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('everybody who speaks', () => {
  let network: TestNetwork
  let calls: TestCall[] = []

  beforeEach(async () => {
    network = await createTestNetwork()
  })

  afterEach(async () => {
    await leaveAll(calls)
    await network.stop()
  })

  for (const count of [2, 4, 8]) {
    it(`is heard by each other of ${count} as what they said, and as nobody else`, async function () {
      this.timeout(120_000)
      await expectAllUnderstood(count)
    })
  }

  async function expectAllUnderstood (count: number): Promise<void> {
    const voices = VOICES.slice(0, count)
    calls = await joinTogether(network, voices.length, index => ({
      name: voices[index],
      microphone: async options => openMicrophone({ kind: 'wav', path: speechFile(voices[index]), loop: true }, options)
    }))
    await untilAllHear(calls.map(({ call }) => call))

    const sent = new Map(await Promise.all(voices.map(async voice => [voice, await speechSamples(voice)] as const)))
    const recordings = await Promise.all(calls.flatMap(({ call }) => call.participants.map(async participant => ({
      listener: call.name,
      speaker: participant.name,
      samples: await record(call, participant.publicKey, count === 8 ? ALL_FRAMES : undefined)
    }))))

    expect(recordings).to.have.lengthOf(count * (count - 1))

    // a call of eight leaves no time for comparing
    await leaveAll(calls)

    for (const { listener, speaker, samples } of recordings) {
      // one other voice stands for all others: it takes turns
      const other = voices[(voices.indexOf(speaker) + 1) % count]

      for (const voice of [speaker, other]) {
        const score = correlate(sent.get(voice) ?? new Int16Array(0), samples)

        expect(score > SAME_VOICE, `${listener} hears ${speaker}; likeness to ${voice} is ${score}`).to.equal(voice === speaker)
      }
    }
  }
})
