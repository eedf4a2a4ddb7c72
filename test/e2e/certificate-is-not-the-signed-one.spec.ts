import { expect } from 'aegir/chai'
import { loadWebRTC } from '../../src/webrtc/index.ts'
import { useOtherCertificates } from '../fixtures/other-certificates.ts'
import { FirefoxParticipant, missingFirefox } from './fixtures/firefox.ts'
import { createMixedScene } from './fixtures/scene.ts'
import type { CallScreenState } from '../../src/app/model/state.ts'

const { RTCPeerConnection } = loadWebRTC()

/** Makes the page's browser accept what it should not */
const ACCEPT = `(${useOtherCertificates.toString()})(RTCPeerConnection.prototype, { accepted: ['offer', 'answer'] }); undefined`

describe('a browser that accepts a member in the middle', () => {
  const missing = missingFirefox()
  const scene = createMixedScene()
  let firefox: FirefoxParticipant | undefined
  let beHonest: () => void

  beforeEach(() => {
    beHonest = useOtherCertificates(RTCPeerConnection.prototype, { told: ['offer', 'answer'] })
  })

  afterEach(async () => {
    beHonest()
    await firefox?.close()
  })

  it(`Chromium: the link is closed, and the user is told${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['ben'] })
    const browser = await call.openBrowser({ voice: 'ada' })
    await browser.page.evaluate(ACCEPT)
    await browser.join()

    await browser.until(isTold)
    expectNobodyConnected(await browser.state())
  })

  it(`Firefox: the same${missing == null ? scene.skipped : ` (skipped: ${missing})`}`, async function () {
    if (missing != null) {
      this.skip()
    }

    const call = await scene.create({ nodes: ['ben'] })
    firefox = await FirefoxParticipant.join({ url: call.app.url, invite: call.invite, name: 'fox', bootstrap: call.entries, script: ACCEPT })

    await firefox.until(isTold)
    expectNobodyConnected(await firefox.state())
  })
})

function isTold ({ problems }: CallScreenState): boolean {
  return problems.some(({ error }) => error === 'CertificateMismatchError')
}

function expectNobodyConnected ({ participants }: CallScreenState): void {
  expect(participants.map(({ linkState }) => linkState)).to.not.include('connected')
}
