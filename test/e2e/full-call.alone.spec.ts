import { expect } from 'aegir/chai'
import { untilCall } from '../fixtures/calls.ts'
import { record } from '../fixtures/heard.ts'
import { expectVoices, LARGE_CALL_TEST_TIMEOUT, LARGE_CALL_TIMEOUT } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

/** Participants besides the local one in a call of eight */
const OTHERS = 7

/** One page and one Node peer speak: the 56 voices of a full call are too much for a slow machine */
const SPEAKERS = ['ada', 'chloe']
const LISTENERS = ['dan', 'eve', 'finn', 'grace', 'hugo']

describe('eight, two of them browsers', () => {
  const scene = createMixedScene()

  it(`hear all who speak, and a ninth is shown that the call is full${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['chloe'] })
    const [{ call: chloe }] = call.nodes
    // voices take time from a slow machine that it needs for connecting
    chloe.mute()
    const [browsers] = await Promise.all([
      Promise.all([call.addBrowser({ voice: 'ada' }), call.addBrowser({ voice: 'ben', microphoneError: 'NotFoundError' })]),
      ...LISTENERS.map(async voice => call.addNode(voice, { speaks: false }))
    ])

    const [ada] = browsers
    await ada.page.evaluate(() => { document.querySelector('group-call')?.call?.mute() })

    await Promise.all([
      ...browsers.map(async browser => browser.until(isComplete, OTHERS, LARGE_CALL_TIMEOUT)),
      ...call.nodes.map(async ({ call }) => untilCall(call, 'participant:update', () => isComplete(call, OTHERS), LARGE_CALL_TIMEOUT))
    ])
    chloe.unmute()
    await ada.page.evaluate(() => { document.querySelector('group-call')?.call?.unmute() })

    const recordings = await Promise.all(call.nodes.flatMap(({ call }) => call.participants.filter(({ name }) => SPEAKERS.includes(name)).map(async participant => ({
      listener: call.name,
      speaker: participant.name,
      samples: await record(call, participant.publicKey)
    }))))

    const ninth = await call.openBrowser({ voice: 'none' })

    // a participant whose link is held up for a moment may have seemed to leave
    await ninth.until(({ lobby }) => lobby.full, undefined, LARGE_CALL_TIMEOUT)
    await ninth.page.getByRole('button', { name: 'Join', disabled: true }).waitFor()

    await call.stop()
    await expectVoices(recordings)
    expect(recordings).to.have.lengthOf(1 + LISTENERS.length * SPEAKERS.length)
  }).timeout(LARGE_CALL_TEST_TIMEOUT)
})

/** Also runs in a page */
function isComplete ({ participants }: { participants: ReadonlyArray<{ linkState: string }> }, others: number): boolean {
  return participants.length === others && participants.every(({ linkState }) => linkState === 'connected')
}
