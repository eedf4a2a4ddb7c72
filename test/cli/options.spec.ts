import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { parseListenAddress } from '../../src/cli/hosts.ts'
import { parseParticipants, parseSeconds, portParser } from '../../src/cli/numbers.ts'
import { parseAddress, parseIceServer, parseIceServers } from '../../src/cli/options.ts'
import { inviteAddresses } from '../../src/index.ts'

const PEER = '12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA'
const OTHER = '12D3KooWH3uVF6wv47WnArKHk5p6cvgCJEb74UTmxztmQDc298L3'

describe('numbers on the command line', () => {
  for (const [text, value] of [['1', 1], ['0.5', 0.5], [' 10 ', 10], ['86400', 86_400]] as const) {
    it(`"${text}" are ${value} seconds`, () => {
      expect(parseSeconds(text)).to.equal(value)
    })
  }

  for (const text of ['', '0', '-1', '1e9', '0x10', 'Infinity', 'NaN', '86401', '5s', '1,5']) {
    it(`"${text}" aren't seconds`, () => {
      expect(() => parseSeconds(text)).to.throw().with.property('name', 'UsageError')
    })
  }

  it('ports and participants are whole and within limits', () => {
    expect([portParser('--port')('0'), portParser('--port')('65535'), parseParticipants('2'), parseParticipants('8')]).to.deep.equal([0, 65_535, 2, 8])

    for (const parse of [() => portParser('--port')('65536'), () => portParser('--port')('80.5'), () => parseParticipants('1'), () => parseParticipants('9'), () => parseParticipants('2.5')]) {
      expect(parse).to.throw().with.property('name', 'UsageError')
    }
  })
})

describe('addresses on the command line', () => {
  for (const text of [`/ip4/192.0.2.1/tcp/4801/p2p/${PEER}`, '/dns4/example.org/tcp/4802/ws', '/ip6/::1/udp/4803/webrtc-direct', '/dnsaddr/bootstrap.libp2p.io']) {
    it(`${text} can be dialled`, () => {
      expect(parseAddress(text, '--bootstrap').toString()).to.equal(text)
    })
  }

  for (const text of ['', 'example.org', '192.0.2.1:4801', '/ip4/192.0.2.1', '/ip4/999.0.2.1/tcp/1', '/ip4/192.0.2.1/tcp/4801/p2p/nobody']) {
    it(`"${text}" cannot`, () => {
      expect(() => parseAddress(text, '--bootstrap')).to.throw(/--bootstrap/).with.property('name', 'UsageError')
    })
  }

  it('those to listen on have a host and a port', () => {
    expect(parseListenAddress('/ip4/0.0.0.0/tcp/0/ws')).to.include({ protocol: 'tcp', host: '0.0.0.0', port: 0 })
    expect(parseListenAddress('/ip6/::/udp/4803/webrtc-direct')).to.include({ protocol: 'udp', host: '::', port: 4803 })

    for (const text of ['/ip4/0.0.0.0', '/ip4/::/tcp/0', '/ip4/0.0.0.0/tcp/65536', '/ip4/0.0.0.0/udp/0/quic-v1', '/dns4/example.org/tcp/0']) {
      expect(() => parseListenAddress(text), text).to.throw().with.property('name', 'UsageError')
    }
  })
})

describe('ICE servers on the command line', () => {
  const good: Array<[string, RTCIceServer]> = [
    ['stun:stun.example.org', { urls: 'stun:stun.example.org' }],
    ['stun:192.0.2.1:3478', { urls: 'stun:192.0.2.1:3478' }],
    ['stun:[2001:db8::1]:3478', { urls: 'stun:[2001:db8::1]:3478' }],
    ['turn:ada:s%40cret@turn.example.org:3478?transport=tcp', { urls: 'turn:turn.example.org:3478?transport=tcp', username: 'ada', credential: 's@cret' }],
    ['turns:1700000000:ada:secret@turn.example.org', { urls: 'turns:turn.example.org', username: '1700000000', credential: 'ada:secret' }]
  ]

  for (const [text, server] of good) {
    it(`${text} is valid`, () => {
      expect(parseIceServer(text)).to.deep.equal(server)
    })
  }

  for (const text of ['', 'example.org', 'http://example.org', 'stun://example.org', 'stun:', 'stun:example.org:0', 'stun:example.org:70000', 'stun:ada:secret@example.org', 'turn:example.org', 'stun:[::g]:1']) {
    it(`"${text}" is none, and no password is shown`, () => {
      expect(() => parseIceServer(text)).to.throw(/^--ice-server (?!.*:secret)/).with.property('name', 'UsageError')
    })
  }
})

describe('the choice of ICE servers', () => {
  it('can be left to the bootstrap peers, or be none', () => {
    expect(parseIceServers()).to.equal(undefined)
    expect(parseIceServers(['none'])).to.deep.equal([])
    expect(() => parseIceServers(['none', 'stun:stun.example.org'])).to.throw('leave the others out').with.property('name', 'UsageError')
  })
})

describe('the addresses of an invite', () => {
  const choose = (bootstrap: string[], own: string[]): string[] =>
    inviteAddresses(bootstrap.map(text => multiaddr(text)), own.map(text => multiaddr(text))).map(address => address.toString())

  it('are those that others can reach, one for each transport', () => {
    const own = [
      `/ip4/127.0.0.1/tcp/1/p2p/${PEER}`,
      `/ip6/fe80::1/tcp/1/p2p/${PEER}`,
      `/ip4/192.0.2.1/tcp/2/ws/p2p/${PEER}`,
      `/ip6/2001:db8::1/tcp/1/p2p/${PEER}`,
      `/ip4/192.0.2.1/tcp/1/p2p/${PEER}`,
      `/ip4/192.0.2.1/udp/3/webrtc-direct/p2p/${PEER}`
    ]

    expect(choose([], own)).to.deep.equal([own[4], own[5]])
  })

  it('are one for the local network and one through a relay, where there is a NAT', () => {
    const relay = `/p2p/${OTHER}/p2p-circuit/p2p/${PEER}`
    const own = [
      `/ip4/192.168.1.2/tcp/1/p2p/${PEER}`,
      `/ip4/192.168.1.2/udp/3/webrtc-direct/p2p/${PEER}`,
      `/ip4/127.0.0.1/tcp/4801${relay}`,
      `/ip4/10.0.0.1/tcp/4801${relay}`,
      `/ip4/11.77.0.1/udp/4803/webrtc-direct${relay}`,
      `/ip4/11.77.0.1/tcp/4801${relay}`
    ]

    expect(choose([], own)).to.deep.equal([own[0], own[5]])
  })

  it('are of both versions of IP, where both work from outside', () => {
    const own = [
      `/ip6/fe80::1/tcp/1/p2p/${PEER}`,
      `/ip6/2a0b:77::1/tcp/2/ws/p2p/${PEER}`,
      `/ip6/2a0b:77::1/tcp/1/p2p/${PEER}`,
      `/ip4/11.77.0.1/tcp/1/p2p/${PEER}`,
      `/ip4/11.77.0.1/udp/3/webrtc-direct/p2p/${PEER}`
    ]

    expect(choose([], own)).to.deep.equal([own[3], own[4], own[2]])
    expect(choose([], own.slice(0, 3))).to.deep.equal([own[2], own[1]])
  })

  it('prefer what works from outside', () => {
    expect(choose([], [`/ip4/192.168.1.2/tcp/1/p2p/${PEER}`, `/ip4/11.77.0.2/tcp/1/p2p/${PEER}`])).to.deep.equal([`/ip4/11.77.0.2/tcp/1/p2p/${PEER}`])
  })

  it('are loopback addresses if there is nothing else', () => {
    expect(choose([], [`/ip4/127.0.0.1/tcp/1/p2p/${PEER}`])).to.deep.equal([`/ip4/127.0.0.1/tcp/1/p2p/${PEER}`])
  })

  it('begin with those through which the user entered the network', () => {
    expect(choose([`/ip4/192.0.2.9/tcp/1/p2p/${OTHER}`], [`/ip4/192.0.2.1/tcp/1/p2p/${PEER}`])).to.deep.equal([`/ip4/192.0.2.9/tcp/1/p2p/${OTHER}`, `/ip4/192.0.2.1/tcp/1/p2p/${PEER}`])
  })
})
