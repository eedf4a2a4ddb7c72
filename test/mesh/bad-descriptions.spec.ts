import { expect } from 'aegir/chai'
import { buildSdp, InvalidSdpError } from '../../src/link/index.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import { OFFER } from '../fixtures/raw-member.ts'
import type { LinkDescription } from '../../src/link/index.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'
import type { SinonFakeTimers } from 'sinon'

const LOCAL = '2'.repeat(64)
const LOWER = '1'.repeat(64)
const HIGHER = '3'.repeat(64)
const GOOD: LinkDescription = { type: 'offer', parameters: { ...OFFER.parameters, setup: 'actpass' } }
const SDP = buildSdp(GOOD.parameters)

/** ms within which everything that arrived has been handled */
const SETTLED = 100

/** As other signaling may pass them on */
const BAD_SDP: Array<[string, string]> = [
  ['no fingerprint', SDP.replaceAll(/a=fingerprint:.*\r\n/g, '')],
  ['two fingerprints', SDP.replace('a=setup', `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => '00').join(':')}\r\na=setup`)],
  ['a fingerprint of SHA-1', SDP.replaceAll(/a=fingerprint:.*\r\n/g, `a=fingerprint:sha-1 ${Array.from({ length: 20 }, () => '00').join(':')}\r\n`)],
  ['two audio sections', `${SDP}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:2\r\n`],
  ['a NUL', SDP.replace('s=-', 's=\0')],
  ['a CR in a line', SDP.replace('s=-', 's=\rm=video')],
  ['an LF in a value', SDP.replace('a=ice-ufrag:abcd', 'a=ice-ufrag:abcd\na=ice-ufrag:efgh')],
  ['more than 16 KiB', SDP + 'a=x\r\n'.repeat(4_000)],
  ['no Opus', SDP.replaceAll('opus/48000/2', 'PCMU/8000')]
]

const BAD_PARAMETERS: Array<[string, LinkDescription]> = [
  ['a line break in the user name', { ...GOOD, parameters: { ...GOOD.parameters, usernameFragment: 'abcd\r\na=x' } }],
  ['a line break in a section name', { ...GOOD, sections: { audio: '0\r\na=x' } }],
  ['65 candidates', { ...GOOD, parameters: { ...GOOD.parameters, candidates: Array.from({ length: 65 }, (_, i) => `candidate:${i} 1 udp 1 192.0.2.1 5000 typ host`) } }]
]

describe('a description that must not reach the WebRTC library', () => {
  let timers: SinonFakeTimers
  let fake: FakeMesh

  beforeEach(async () => {
    timers = useFakeTimers()
    fake = createFakeMesh(LOCAL, { limits: { connectionInterval: 0 } })
    await fake.mesh.joinCall('call', [LOWER, HIGHER])
  })

  afterEach(async () => {
    await fake.mesh.leaveCall()
    timers.restore()
  })

  BAD_SDP.forEach(([what, sdp]) => {
    it(`SDP with ${what}: the link is closed, the user is told, and the other link goes on`, async () => {
      fake.mesh.handleOffer(HIGHER, { type: 'offer', sdp })
      await expectRefused()
    })
  })

  BAD_PARAMETERS.forEach(([what, description]) => {
    it(`parameters with ${what}: the link is closed, the user is told, and the other link goes on`, async () => {
      fake.mesh.handleDescription(HIGHER, description)
      await expectRefused()
    })
  })

  it('as an answer: the link is closed, and the user is told', async () => {
    fake.mesh.handleAnswer(LOWER, { type: 'answer', sdp: BAD_SDP[0][1] })

    expect(fake.connections.map(({ closed }) => closed)).to.deep.equal([true, false])
    expect(fake.problems.map(({ name }) => name)).to.deep.equal([InvalidSdpError.name])
    expect(fake.violations).to.deep.equal([LOWER])
  })

  it('does not keep the next, good one from getting a new link', async () => {
    fake.mesh.handleOffer(HIGHER, { type: 'offer', sdp: BAD_SDP[0][1] })
    fake.mesh.handleOffer(HIGHER, { type: 'offer', sdp: SDP })
    await timers.tickAsync(SETTLED)

    expect(fake.connections).to.have.lengthOf(3)
    expect(fake.connections[2].descriptions).to.have.lengthOf(1)
  })

  it('is not looked at if it comes from a participant that is not in the call', () => {
    fake.mesh.handleOffer('4'.repeat(64), { type: 'offer', sdp: BAD_SDP[0][1] })

    expect(fake.mesh.dropped).to.deep.equal({ 'unexpected-offer': 1 })
    expect([fake.problems, fake.violations]).to.deep.equal([[], []])
  })

  async function expectRefused (): Promise<void> {
    const [toLower, toHigher] = fake.connections
    await timers.tickAsync(SETTLED)

    expect(toHigher.descriptions).to.deep.equal([])
    expect([toLower.closed, toHigher.closed]).to.deep.equal([false, true])
    expect(fake.problems.map(({ name }) => name)).to.deep.equal([InvalidSdpError.name])
    expect(fake.mesh.dropped).to.deep.equal({ InvalidSdpError: 1 })
    expect(fake.violations).to.deep.equal([HIGHER])
    expect(fake.mesh.getLink(LOWER)?.state).to.equal('connecting')
  }
})
