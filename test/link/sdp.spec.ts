import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { buildSdp, InvalidSdpError, parseSdp } from '../../src/link/index.ts'
import type { SessionParameters } from '../../src/link/index.ts'

const PARAMETERS: SessionParameters = {
  sessionId: 1n,
  sessionVersion: 2n,
  usernameFragment: 'abcd',
  password: 'p'.repeat(24),
  fingerprint: Uint8Array.from({ length: 32 }, (_, i) => i),
  setup: 'actpass',
  payloadType: 111,
  candidates: ['candidate:1 1 udp 1 192.0.2.1 5000 typ host']
}
const SDP = buildSdp(PARAMETERS)

describe('a session description', () => {
  it('is built from its parameters, and parsed into the same ones', () => {
    expect(parseSdp(SDP).parameters).to.deep.equal(PARAMETERS)
  })

  it('asks for 50 kbit/s and in-band FEC', () => {
    expect(SDP).to.include('a=fmtp:111 minptime=10;useinbandfec=1;maxaveragebitrate=50000\r\n')
    expect(buildSdp(PARAMETERS, undefined, { dtx: true, constantBitrate: true, bitrateKbps: 32 })).to.include('maxaveragebitrate=32000;usedtx=1;cbr=1\r\n')
  })

  for (const [what, sdp] of [
    ['no fingerprint', SDP.replaceAll(/a=fingerprint:.*\r\n/g, '')],
    ['two fingerprints', SDP.replace('a=setup', `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => '00').join(':')}\r\na=setup`)],
    ['a fingerprint of SHA-1', SDP.replaceAll(/a=fingerprint:.*\r\n/g, `a=fingerprint:sha-1 ${Array.from({ length: 20 }, () => '00').join(':')}\r\n`)],
    ['two audio sections', `${SDP}m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:2\r\n`],
    ['video', `${SDP}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:2\r\n`],
    ['no Opus', SDP.replace('opus/48000/2', 'PCMU/8000')],
    ['a NUL', SDP.replace('s=-', 's=\0')],
    ['a CR in a line', SDP.replace('s=-', 's=\rm=video')],
    ['more than 16 KiB', SDP + 'a=x\r\n'.repeat(4_000)],
    ['an LF smuggled into a value', SDP.replace('a=ice-ufrag:abcd', 'a=ice-ufrag:abcd\na=ice-ufrag:efgh')],
    ['more than 16 KiB in characters of three bytes', SDP.replace('s=-', `s=${'€'.repeat(6_000)}`)],
    ['audio that isn\'t encrypted by DTLS', SDP.replace('UDP/TLS/RTP/SAVPF', 'RTP/AVP')],
    ['two data channels', `${SDP}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:2\r\n`],
    ['a SHA-512 fingerprint beside the right one', SDP.replace('a=setup', `a=fingerprint:sha-512 ${Array.from({ length: 64 }, () => '00').join(':')}\r\na=setup`)],
    ['65 candidates', SDP + Array.from({ length: 65 }, (_, i) => `a=candidate:${i} 1 udp 1 192.0.2.1 5000 typ host\r\n`).join('')],
    ['an ICE password that is too short', SDP.replaceAll('p'.repeat(24), 'short')],
    ['nothing in it', '']
  ]) {
    it(`is refused with ${what}`, () => {
      expect(() => parseSdp(sdp)).to.throw(InvalidSdpError)
    })
  }

  for (const [field, value] of [
    ['usernameFragment', 'ab\r\ncd'],
    ['password', `${'p'.repeat(24)}\r\na=x`],
    ['candidates', ['candidate:1\r\na=fingerprint:sha-256 00']],
    ['fingerprint', new Uint8Array(20)],
    ['payloadType', 0],
    ['setup', 'passive\r\n']
  ] as Array<[keyof SessionParameters, any]>) {
    it(`isn't built with a ${field} that could break out of its line or range`, () => {
      expect(() => buildSdp({ ...PARAMETERS, [field]: value })).to.throw(InvalidSdpError)
    })
  }

  it('makes the parser throw InvalidSdpErrors only', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.tuple(fc.nat(SDP.length), fc.nat(20), fc.string()).map(([at, length, text]) => SDP.slice(0, at) + text + SDP.slice(at + length))), sdp => {
      try {
        parseSdp(sdp)
      } catch (err) {
        return err instanceof InvalidSdpError
      }
    }), { numRuns: 3_000 })
  })
})
