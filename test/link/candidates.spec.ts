import { expect } from 'aegir/chai'
import { isAcceptableCandidate } from '../../src/link/index.ts'

describe('a candidate', () => {
  for (const [line, accepted] of [
    ['candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host', true],
    ['candidate:1 1 udp 2122260223 fd00::2 50000 typ host generation 0', true],
    ['candidate:1 1 udp 2122260223 10.0.0.1 50000 typ srflx raddr 0.0.0.0 rport 0', true],
    ['candidate:1 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active', true],
    ['candidate:1 1 udp 2122260223 3d2b9c1e-0000-4000-8000-aabbccddeeff.local 50000 typ host', true],
    ['candidate:1 1 udp 2122260223 example.org 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 ::1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 224.0.0.1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 ff02::1 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 0.0.0.0 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 192.0.2.1 53 typ host', false],
    ['candidate:1 1 udp 2122260223 192.0.2.1 70000 typ host', false],
    ['candidate:1 1 udp 2122260223 192.0.2.300 50000 typ host', false],
    ['candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host\r\na=x', false],
    ['nonsense', false]
  ] as Array<[string, boolean]>) {
    it(`${JSON.stringify(line)} is ${accepted ? 'taken' : 'ignored'}`, () => {
      expect(isAcceptableCandidate(line)).to.equal(accepted)
    })
  }

  it('of loopback is taken where this machine has nothing else', () => {
    expect(isAcceptableCandidate('candidate:1 1 udp 2122260223 127.0.0.1 50000 typ host', { acceptLoopback: true })).to.equal(true)
  })
})
