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

/** An offer before BUNDLE is agreed on: each section has its own transport */
const OWN_TRANSPORTS = SDP
  .replace(/(m=application[\s\S]*)a=ice-ufrag:abcd/, '$1a=ice-ufrag:efgh')
  .replace(/(m=application[\s\S]*)a=ice-pwd:p+/, `$1a=ice-pwd:${'q'.repeat(24)}`)
  .replace(/$/, 'a=candidate:2 1 udp 1 192.0.2.1 5001 typ host\r\n')

describe('a session description', () => {
  it('is built from its parameters, and parsed into the same parameters', () => {
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
    ['sections with their own ICE user names and no BUNDLE group', OWN_TRANSPORTS.replace(/a=group.*\r\n/, '')],
    ['sections with their own ICE user names of which only one is bundled', OWN_TRANSPORTS.replace('BUNDLE 0 1', 'BUNDLE 0')],
    ['sections with certificates of their own', OWN_TRANSPORTS.replace(/(m=application[\s\S]*sha-256 )00/, '$1ff')],
    ['65 candidates', SDP + Array.from({ length: 65 }, (_, i) => `a=candidate:${i} 1 udp 1 192.0.2.1 5000 typ host\r\n`).join('')],
    ['an ICE password that is too short', SDP.replaceAll('p'.repeat(24), 'short')],
    ['nothing in it', '']
  ]) {
    it(`is refused with ${what}`, () => {
      expect(() => parseSdp(sdp)).to.throw(InvalidSdpError)
    })
  }

  it('may have several transports before BUNDLE is agreed on: the first in the group is used', () => {
    expect(parseSdp(OWN_TRANSPORTS)).to.deep.equal({ parameters: PARAMETERS, sections: { audio: '0', data: '1' } })
    expect(parseSdp(OWN_TRANSPORTS.replace('BUNDLE 0 1', 'BUNDLE 1 0')).parameters).to.deep.include({
      usernameFragment: 'efgh',
      password: 'q'.repeat(24),
      candidates: ['candidate:2 1 udp 1 192.0.2.1 5001 typ host']
    })
  })

  it('may have several hashes of its certificate: that of SHA-256 is used', () => {
    const others = ['sha-1', 'sha-384', 'sha-512'].map(name => `a=fingerprint:${name} 00:11\r\n`).join('')

    expect(parseSdp(SDP.replaceAll('a=fingerprint', `${others}a=fingerprint`)).parameters).to.deep.equal(PARAMETERS)
  })

  it('may describe its data channel as before RFC 8841', () => {
    const early = SDP.replace('UDP/DTLS/SCTP webrtc-datachannel', 'DTLS/SCTP 5000').replace('a=sctp-port:5000', 'a=sctpmap:5000 webrtc-datachannel 65535')

    expect(parseSdp(early)).to.deep.equal(parseSdp(SDP))
  })

  for (const [sdp, message] of [
    [SDP.replaceAll('p'.repeat(24), 'short'), 'The session description has an invalid ICE password: 22 to 256 letters, digits, + or / (RFC 8839 section 5.4): line 10, a=ice-pwd'],
    [`${SDP}m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:2\r\n`, 'The session description has a section that is neither audio over DTLS nor a data channel: line 31, m=video'],
    [SDP.replaceAll(/a=fingerprint:.*\r\n/g, ''), 'The session description has no valid SHA-256 fingerprint (a=fingerprint, RFC 8122 section 5)'],
    [SDP.replace('typ host', 'typ host'.padEnd(600)), 'The session description has an invalid candidate, or one longer than 500 characters (RFC 8839 section 5.1): line 20, a=candidate']
  ]) {
    it(`names the line and the rule: ${message.slice(24)}`, () => {
      expect(() => parseSdp(sdp)).to.throw(InvalidSdpError, message)
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
