import { expect } from 'aegir/chai'
import { buildSdp, InvalidSdpError } from '../../src/link/index.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import { OFFER } from '../fixtures/raw-member.ts'
import { until } from '../fixtures/until.ts'
import type { FakeMesh } from '../fixtures/fake-mesh.ts'

const OWN = '2'.repeat(64)
const LOWER = '1'.repeat(64)
const HIGHER = '3'.repeat(64)
const SDP = buildSdp({ ...OFFER.parameters, setup: 'actpass' })

/** As they may come from a signaling that carries whole descriptions */
const BAD: Array<[string, string]> = [
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

describe('a description that must not reach the WebRTC library', () => {
  let fake: FakeMesh

  beforeEach(async () => {
    fake = createFakeMesh(OWN)
    await fake.mesh.joinCall('call', [LOWER, HIGHER])
  })

  afterEach(async () => {
    await fake.mesh.leaveCall()
  })

  BAD.forEach(([what, sdp]) => {
    it(`with ${what}: the link is closed, the user told, and the other link goes on`, async () => {
      const [toLower, toHigher] = fake.connections
      fake.mesh.handleOffer(HIGHER, { type: 'offer', sdp })
      await new Promise(setImmediate)

      expect(toHigher.descriptions).to.deep.equal([])
      expect([toLower.closed, toHigher.closed]).to.deep.equal([false, true])
      expect(fake.problems.map(({ name }) => name)).to.deep.equal([InvalidSdpError.name])
      expect(fake.mesh.dropped).to.deep.equal({ InvalidSdpError: 1 })
      expect(fake.violations).to.deep.equal([HIGHER])
      expect(fake.mesh.getLink(LOWER)?.state).to.equal('connecting')
    })
  })

  it('in an answer has the same consequences', async () => {
    fake.mesh.handleAnswer(LOWER, { type: 'answer', sdp: BAD[0][1] })

    expect(fake.connections.map(({ closed }) => closed)).to.deep.equal([true, false])
    expect(fake.problems.map(({ name }) => name)).to.deep.equal([InvalidSdpError.name])
    expect(fake.violations).to.deep.equal([LOWER])
  })

  it('is followed by a good one: a new link', async () => {
    fake.mesh.handleOffer(HIGHER, { type: 'offer', sdp: BAD[0][1] })
    fake.mesh.handleOffer(HIGHER, { type: 'offer', sdp: SDP })
    await until('the description of a new connection', () => fake.connections[2]?.descriptions.length === 1)
  })
})
