import { expect } from 'aegir/chai'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { FakePeerConnection } from '../fixtures/fake-rtc.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const [LOWER, LOCAL, HIGHER, STRANGER] = ['1', '2', '3', '4'].map(digit => digit.repeat(64))
const CANDIDATE = 'candidate:1 1 udp 1 192.0.2.1 50000 typ host'

describe('a message that makes no sense', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh

  beforeEach(async () => {
    timers = useFakeTimers()
    fake = createFakeMesh(LOCAL)
    await fake.mesh.joinCall('call', [LOWER, HIGHER])
    await timers.tickAsync(100)
  })

  afterEach(async () => {
    await fake.mesh.leaveCall()
    timers.restore()
  })

  const cases: Array<[string, (mesh: FakeMesh['mesh']) => Promise<void>, Record<string, number>, string[]]> = [
    ['an offer from the lower key', async mesh => { mesh.handleOffer(LOWER, await new FakePeerConnection().createOffer()) }, { 'unexpected-offer': 1 }, [LOWER]],
    ['an offer from the local key', async mesh => { mesh.handleOffer(LOCAL, await new FakePeerConnection().createOffer()) }, { 'unexpected-offer': 1 }, [LOCAL]],
    ['an offer from outside the call', async mesh => { mesh.handleOffer(STRANGER, await new FakePeerConnection().createOffer()) }, { 'unexpected-offer': 1 }, []],
    ['an answer from the higher key', async mesh => { mesh.handleAnswer(HIGHER, await new FakePeerConnection().createAnswer()) }, { 'unexpected-answer': 1 }, [HIGHER]],
    ['an answer from outside the call', async mesh => { mesh.handleAnswer(STRANGER, await new FakePeerConnection().createAnswer()) }, { 'unexpected-answer': 1 }, []],
    ['a second answer', async mesh => {
      mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
      mesh.handleAnswer(LOWER, await new FakePeerConnection().createAnswer())
    }, { 'unexpected-answer': 1 }, [LOWER]],
    ['a candidate from outside the call', async mesh => { mesh.handleCandidate(STRANGER, { candidate: CANDIDATE }) }, { 'unexpected-candidate': 1 }, []],
    ['a restart from the higher key', async mesh => { mesh.handleRestart(HIGHER) }, { 'unexpected-restart': 1 }, []],
    ['a restart from outside the call', async mesh => { mesh.handleRestart(STRANGER) }, { 'unexpected-restart': 1 }, []],
    ['an offer after the call was left', async mesh => {
      await mesh.leaveCall()
      mesh.handleOffer(HIGHER, await new FakePeerConnection().createOffer())
    }, { 'unexpected-offer': 1 }, []]
  ]

  cases.forEach(([what, send, dropped, violations]) => {
    it(`${what}: ${JSON.stringify(dropped)}${violations.length > 0 ? ', which is a violation' : ''}`, async () => {
      await send(fake.mesh)
      await timers.tickAsync(100)

      expect(fake.mesh.dropped).to.deep.equal(dropped)
      expect(fake.violations).to.deep.equal(violations)
      expect(fake.connections).to.have.lengthOf(2)
    })
  })

  it('is not the end of candidates', () => {
    fake.mesh.handleCandidate(HIGHER, null)
    fake.mesh.handleCandidate(HIGHER, { candidate: '' })

    expect(fake.mesh.dropped).to.deep.equal({})
  })
})
