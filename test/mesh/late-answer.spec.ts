import { expect } from 'aegir/chai'
import { buildSdp, parseSdp } from '../../src/link/index.ts'
import { CONNECT_TIMEOUT } from '../../src/link/limits.ts'
import { answerOf } from '../fixtures/fake-link.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { LinkDescription, SectionIds } from '../../src/link/index.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const [LOWER, LOCAL] = ['1', '2'].map(digit => digit.repeat(64))

/** ms within which everything that arrived has been handled */
const SETTLED = 100

describe('an answer that comes after another offer was sent', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh
  let offers: LinkDescription[]

  beforeEach(() => {
    timers = useFakeTimers()
    offers = []
  })

  afterEach(async () => {
    await Promise.all([fake.mesh.leaveCall(), timers.tickAsync(1_000)])
    timers.restore()
  })

  it('is told by the offer that it names, and is no violation', async () => {
    await join({ trickling: { sendDescription: (_, offer) => { offers.push(offer) } } })
    await timers.tickAsync(SETTLED)
    fake.mesh.getLink(LOWER)?.restart()
    await timers.tickAsync(SETTLED)
    expect(offers).to.have.lengthOf(2)

    for (const offer of [...offers, offers[1]]) {
      const { parameters } = await answerOf()
      fake.mesh.handleDescription(LOWER, { type: 'answer', parameters: { ...parameters, answers: offer.parameters.usernameFragment } })
    }

    await timers.tickAsync(SETTLED)
    expect(fake.connections[0].descriptions).to.have.lengthOf(1)
    // the last one is a second answer to the same offer
    expect(fake.mesh.dropped).to.deep.equal({ 'late-answer': 1, 'unexpected-answer': 1 })
    expect(fake.violations).to.deep.equal([LOWER])
  })

  it('is told by the names of its sections if it was for another connection', async () => {
    await join({ limits: { iceGatheringTimeout: CONNECT_TIMEOUT }, signaling: { sendOffer: (_, { sdp }) => { offers.push({ type: 'offer', ...parseSdp(sdp) }) } } })
    // the fake connections all have the same session
    fake.mesh.handleAnswer(LOWER, { type: 'answer', sdp: await answerWith({ audio: '0.old', data: '1.old' }) })
    await timers.tickAsync(SETTLED)
    expect([fake.mesh.dropped, fake.violations]).to.deep.equal([{ 'late-answer': 1 }, []])

    fake.mesh.handleAnswer(LOWER, { type: 'answer', sdp: await answerWith(offers[0].sections) })
    await timers.tickAsync(SETTLED)
    expect(fake.connections[0].descriptions).to.have.lengthOf(1)
    expect(parseSdp(fake.connections[0].descriptions[0].sdp).sections).to.deep.equal({ audio: '0', data: '1' })
  })

  it('is no violation if two offers were sent and two answers come', async () => {
    await join({})
    await timers.tickAsync(SETTLED)
    fake.mesh.getLink(LOWER)?.restart()
    await timers.tickAsync(SETTLED)

    for (let count = 0; count < 3; count++) {
      fake.mesh.handleDescription(LOWER, await answerOf())
    }

    await timers.tickAsync(SETTLED)
    expect([fake.mesh.dropped, fake.violations]).to.deep.equal([{ 'late-answer': 1, 'unexpected-answer': 1 }, [LOWER]])
  })

  async function join (init: Parameters<typeof createFakeMesh>[1]): Promise<void> {
    fake = createFakeMesh(LOCAL, init)
    await fake.mesh.joinCall('call', [LOWER])
    await timers.tickAsync(SETTLED)
  }
})

async function answerWith (sections?: SectionIds): Promise<string> {
  const { parameters } = await answerOf()

  return buildSdp(parameters, sections)
}
