import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { ICE_ANSWER, isIceHost, STUN, TURN_TCP, TURN_UDP, usableIceServers } from '../../src/network/ice-services.ts'
import { MAX_CREDENTIAL_LENGTH, MAX_ICE_LIFETIME, MAX_ICE_SERVICES, MIN_ICE_LIFETIME } from '../../src/network/limits.ts'
import { IceServices } from '../../src/network/pb/ice-services.ts'
import type { IceService } from '../../src/network/pb/ice-services.ts'

const PUBLIC = '/ip4/11.0.0.1/tcp/4801'
const PRIVATE = '/ip4/192.168.1.5/tcp/4801'
const PEER = '12D3KooWGzxzKZYveHXtpG6AsrUJBcWxHBFS2HsEoGTxrMLvKXtf'

const at = (host: string, port = 3_478, kind = STUN): IceService => ({ kind, host, port })

/** What a bootstrap peer tells, where it was reached, and what is used of it */
const TABLE: Array<[name: string, services: IceService[], reached: string, urls: string[]]> = [
  ['no host: the address at which it was reached', [at('')], PUBLIC, ['stun:11.0.0.1:3478']],
  ['no host, reached over IPv6', [at('')], '/ip6/2001:db8::1/tcp/1/ws', ['stun:[2001:db8::1]:3478']],
  ['no host, reached by name', [at('')], '/dns4/example.org/tcp/443/wss', ['stun:example.org:3478']],
  ['no host, reached through a relay, whose address it isn\'t', [at('')], `${PUBLIC}/p2p/${PEER}/p2p-circuit`, []],
  ['no host, reached in a zone, which a URL can\'t have', [at('')], '/ip6zone/eth0/ip6/fe80::1/tcp/1', []],
  ['its own host, any port', [at('11.0.0.1', 53)], PUBLIC, ['stun:11.0.0.1:53']],
  ['another host', [at('turn.example.org')], PUBLIC, ['stun:turn.example.org:3478']],
  ['another host, on a port of its system', [at('turn.example.org', 53), at('turn.example.org', 123)], PUBLIC, []],
  ['another host, on a port of web servers', [at('11.0.0.2', 443)], PUBLIC, ['stun:11.0.0.2:443']],
  ['a second other host', [at('11.0.0.2'), at('11.0.0.3', 3_478, TURN_UDP), at('', 3_478, TURN_TCP)], PUBLIC, ['stun:11.0.0.2:3478', 'turn:11.0.0.1:3478?transport=tcp']],
  ['a host of the local network, from far away', [at('192.168.1.1')], PUBLIC, []],
  ['the local machine, from far away', [at('127.0.0.1'), at('::1'), at('0.0.0.0'), at('localhost')], PUBLIC, []],
  ['a host of the local network, from there', [at('192.168.1.1')], PRIVATE, ['stun:192.168.1.1:3478']],
  ['the local machine, from the local network', [at('127.0.0.1'), at('::ffff:127.0.0.1')], PRIVATE, []],
  ['a name of the local network, from far away', [at('printer.local')], PUBLIC, []],
  ['many hosts at once', [at('224.0.0.1'), at('255.255.255.255'), at('ff02::1')], PUBLIC, []],
  ['what isn\'t a host', [at('a.b/c.d'), at('a@b.c'), at('1.2.3'), at('011.0.0.1'), at('turn.example.org:1?x=1'), at('-a.org'), at(`${'a.'.repeat(126)}org`)], PUBLIC, []],
  ['what isn\'t a port', [at('', 0), at('', 65_536)], PUBLIC, []],
  ['two of a kind', [at('', 1), at('', 2)], PUBLIC, ['stun:11.0.0.1:1']],
  ['an unknown kind', [at('', 1, 9)], PUBLIC, []]
]

describe('the ICE servers that a bootstrap peer offers', () => {
  for (const [name, services, reached, urls] of TABLE) {
    it(`${name}: ${urls.length === 0 ? 'none' : urls.join(', ')}`, () => {
      const { servers } = usableIceServers({ services, username: 'user', credential: 'secret', lifetime: 60 }, multiaddr(reached))

      expect(servers.map(({ server }) => server.urls)).to.deep.equal(urls)
    })
  }

  it('have credentials if they are TURN servers', () => {
    expect(use({}).map(({ server }) => server)).to.deep.equal([
      { urls: 'stun:11.0.0.1:3478' },
      { urls: 'turn:11.0.0.1:3479?transport=udp', username: 'user', credential: 'secret' }
    ])
  })

  for (const change of [{ username: '' }, { credential: '' }, { username: 'u'.repeat(MAX_CREDENTIAL_LENGTH + 1) }, { credential: 'c'.repeat(MAX_CREDENTIAL_LENGTH + 1) }]) {
    it(`are no TURN servers with a ${Object.keys(change)[0]} of ${Object.values(change)[0].length} characters`, () => {
      expect(use(change).map(({ kind }) => kind)).to.deep.equal([STUN])
    })
  }

  it('are used between a minute and a day', () => {
    const lifetimeOf = (lifetime: number): number => usableIceServers({ services: [], username: '', credential: '', lifetime }, multiaddr(PUBLIC)).lifetime

    expect([0, 3_600, 2 ** 32 - 1].map(lifetimeOf)).to.deep.equal([MIN_ICE_LIFETIME, 3_600_000, MAX_ICE_LIFETIME])
  })

  it('are not read if there are too many', () => {
    const encode = (count: number): Uint8Array => IceServices.encode({ services: new Array(count).fill(at('')), username: '', credential: '', lifetime: 60 })

    expect(IceServices.decode(encode(MAX_ICE_SERVICES), ICE_ANSWER).services).to.have.lengthOf(MAX_ICE_SERVICES)
    expect(() => IceServices.decode(encode(MAX_ICE_SERVICES + 1), ICE_ANSWER)).to.throw('too many')
  })

  it('can be at a name or an address, but not at the machine that asks', () => {
    expect(['turn.example.org', '192.0.2.1', '2001:db8::1'].map(isIceHost)).to.deep.equal([true, true, true])
    expect(['', 'localhost', '127.0.0.1', '::', '0.0.0.0', '224.0.0.1', 'https://example.org', 'example.org:3478'].map(isIceHost)).to.deep.equal(new Array(8).fill(false))
  })
})

function use (change: Partial<IceServices>): ReturnType<typeof usableIceServers>['servers'] {
  return usableIceServers({ services: [at(''), at('', 3_479, TURN_UDP)], username: 'user', credential: 'secret', lifetime: 60, ...change }, multiaddr(PUBLIC)).servers
}
