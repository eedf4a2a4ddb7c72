import { BlockList, isIPv4 } from 'node:net'
import { expect } from 'aegir/chai'
import { peerRanges } from '../../bootstrap/turn/peer-ranges.ts'
import type { PeerRangesInit } from '../../bootstrap/turn/peer-ranges.ts'

const PUBLIC = ['11.0.0.1', '2a00::1']
const NEVER = ['0.0.0.0', '127.0.0.1', '169.254.169.254', '100.64.0.1', '224.0.0.251', '255.255.255.255', '::', '::1', '::ffff:192.168.2.1', '64:ff9b::c0a8:101', '2002:c0a8:101::1', 'fe80::1', 'ff02::fb']
const NETWORKS = ['10.0.0.7', '172.16.0.7', '172.31.255.7', '192.168.1.7', 'fd00::7']

describe('what can be reached through TURN', () => {
  it('is the internet, on a machine of the internet', () => {
    expectReachable({ own: ['11.0.0.9'], outside: false, allow: [] }, PUBLIC)
  })

  it('is the internet, on a machine behind a router that announces its address', () => {
    // its own address: both ends use it if both are relayed
    expectReachable({ own: ['192.168.1.5'], outside: true, allow: [] }, [...PUBLIC, '192.168.1.5'])
  })

  it('is the home network as well, on a machine at home, and only peers of a private network may use it', () => {
    const init = { own: ['192.168.1.5', 'fd00::5', '2a00::5'], outside: false, allow: [] }

    expectReachable(init, [...PUBLIC, '192.168.1.7', 'fd00::7'])
    expect(peerRanges(init).privateOnly).to.equal(true)
    expect(peerRanges({ ...init, outside: true }).privateOnly).to.equal(false)
    expect(peerRanges({ ...init, own: [...init.own, '11.0.0.9'] }).privateOnly).to.equal(false)
  })

  it('is what its operator allows besides', () => {
    expectReachable({ own: ['11.0.0.9'], outside: true, allow: ['192.168.1.0-192.168.1.255', '10.0.0.7'] }, [...PUBLIC, '192.168.1.7', '10.0.0.7'])
  })

  for (const range of ['', '192.168.1.0/24', 'home', '10.0.0.1-', '10.0.0.1-fd00::1', '10.0.0.1-10.0.0.2-10.0.0.3', '10.0.0.1\nno-auth']) {
    it(`is not ${JSON.stringify(range)}, which isn't a range`, () => {
      expect(() => peerRanges({ own: [], outside: true, allow: [range] })).to.throw('isn\'t a range of addresses').with.property('name', 'InvalidParametersError')
    })
  }
})

function expectReachable (init: PeerRangesInit, expected: string[]): void {
  const { denied, allowed } = peerRanges(init)
  const [deny, allow] = [denied, allowed].map(toList)
  const all = [...new Set([...PUBLIC, ...NEVER, ...NETWORKS, ...init.own])]
  const reachable = all.filter(address => has(allow, address) || !has(deny, address))

  expect(reachable).to.have.members([...new Set([...expected, ...init.own])])
}

function toList (ranges: string[]): BlockList {
  const list = new BlockList()

  for (const range of ranges) {
    const [first, last = first] = range.split('-')
    list.addRange(first, last, isIPv4(first) ? 'ipv4' : 'ipv6')
  }

  return list
}

function has (list: BlockList, address: string): boolean {
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}
