import { expect } from 'aegir/chai'
import { untilCall, untilHeard } from '../fixtures/calls.ts'
import { FirefoxParticipant, missingFirefox } from './fixtures/firefox.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('Firefox, Chromium and Node', () => {
  const missing = missingFirefox()
  const scene = createMixedScene()
  let firefox: FirefoxParticipant | undefined

  afterEach(async () => {
    await firefox?.close()
  })

  it(`hear each other${missing == null ? scene.skipped : ` (skipped: ${missing})`}`, async function () {
    if (missing != null) {
      this.skip()
    }

    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'] })
    await expectEverybodyHeard(call)
    const [{ call: node }] = call.nodes
    firefox = await FirefoxParticipant.join({ url: call.app.url, invite: call.invite, name: 'fox', bootstrap: call.entries })
    const fox = (await firefox.state()).self.publicKey

    await untilCall(node, 'track', () => node.participants.some(({ publicKey, audio }) => publicKey === fox && audio != null))
    await Promise.all([
      ...node.participants.map(async participant => untilHeard(node, participant)),
      call.browsers[0].hears(2),
      firefox.until(({ participants }) => participants.length === 2 && participants.every(({ linkState }) => linkState === 'connected'))
    ])
    // a voice pauses: one is heard after the other
    await firefox.until(({ participants }) => participants.some(({ name, level }) => name === 'ada' && level > 0.01))
    await firefox.until(({ participants }) => participants.some(({ name, level }) => name === 'ben' && level > 0.01))
    // what its tiles say of the connections is measured in Firefox too
    await firefox.until(({ participants }) => participants.every(({ roundTripTime, jitter }) => roundTripTime != null && jitter != null))
    expect((await firefox.state()).safetyCode).to.equal(node.safetyCode)
  })
})
