import { expect } from 'aegir/chai'
import { isAcceptableCandidate } from '../../src/link/index.ts'

describe('a candidate', () => {
  for (const [line, accepted] of [
    ['candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host', true],
    ['candidate:1 1 udp 2122260223 fd00::2 50000 typ host generation 0', true],
    ['candidate:1 1 udp 2122260223 10.0.0.1 50000 typ srflx raddr 0.0.0.0 rport 0', true],
    ['candidate:1 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active', true],
    // the library would send something to these
    ['candidate:1 1 udp 1518280447 192.0.2.1 53 typ host tcptype active', false],
    ['candidate:1 1 tcp 1518280447 192.0.2.1 22 typ prflx tcptype active', false],
    ['candidate:1 1 udp 2122260223 3d2b9c1e-0000-4000-8000-aabbccddeeff.local 50000 typ host', true],
    ['candidate:1 1 udp 2122260223 example.org 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 ::1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 127.255.255.254 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 0:0:0:0:0:0:0:1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 ::0001 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 ::ffff:127.0.0.1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 ::ffff:7f00:1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 ::127.0.0.1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 0:0:0:0:0:ffff:e000:1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 0177.0.0.1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 010.0.0.1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 2130706433 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 127.1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 0x7f.0.0.1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 localhost 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 a.b.local 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 .local 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 :: 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 0:0:0:0:0:0:0:0 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 255.255.255.255 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 FF02::1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 fe80::1 50000 typ host', true],
    ['candidate:1 1 udp 2122260223 2001:DB8::1 50000 typ host', true],
    ['candidate:1 1 udp 2122260223 192.0.2.1 1023 typ host', false],
    ['candidate:1 1 udp 2122260223 192.0.2.1 1024 typ host', true],
    ['candidate:1 1 udp 2122260223 192.0.2.1 0 typ host', false],
    ['candidate:1 1 tcp 1518280447 192.0.2.1 80 typ host tcptype passive', false],
    ['candidate:1 1 udp 2122260223 224.0.0.1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 ff02::1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 0.0.0.0 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 192.0.2.1 53 typ host', false],
    ['candidate:1 1 udp 2122260223 192.0.2.1 70000 typ host', false],
    ['candidate:1 1 udp 2122260223 192.0.2.300 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host\r\na=x', false],
    ['candidate:1 1 udp 2122260223 192.0.2.1 65535 typ host', true],
    ['candidate:1 1 udp 2122260223 192.0.2.1 65536 typ host', false],
    ['candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host \u00fc', false],
    ['nonsense', false]
  ] as Array<[string, boolean]>) {
    it(`${JSON.stringify(line)} is ${accepted ? 'accepted' : 'ignored'}`, () => {
      expect(isAcceptableCandidate(line)).to.equal(accepted)
    })
  }
})
