import { createHmac } from 'node:crypto'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { OFFER_LIFETIME, offeredServices } from '../../bootstrap/offered-services.ts'
import { turnCredentials } from '../../bootstrap/turn/turn-credentials.ts'
import { STUN, TURN_TCP, TURN_UDP } from '../../src/network/ice-services.ts'
import type { Connection, PeerId } from '@libp2p/interface'

const NOW = 1_700_000_000_000

describe('TURN credentials', () => {
  let peer: PeerId

  before(async () => {
    peer = peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
  })

  it('are a time, a name that isn\'t the peer\'s, and their HMAC under the secret', () => {
    const { username, credential } = turnCredentials('secret', peer, NOW + 999)

    expect(username).to.match(/^1700000000:[0-9a-f]{32}$/)
    expect(username).not.to.include(peer.toString())
    expect(credential).to.equal(createHmac('sha1', 'secret').update(username).digest('base64'))
    // of RFC 2202, to know which HMAC that is
    expect(createHmac('sha1', 'Jefe').update('what do ya want for nothing?').digest('hex')).to.equal('effcdf6ae5eb2fa2d27416d5f184df9c259a7c79')
  })

  it('name the same user each time, and another for another peer', async () => {
    const other = peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
    const userOf = (peer: PeerId, at: number): string => turnCredentials('secret', peer, at).username.split(':')[1]

    expect(userOf(peer, NOW)).to.equal(userOf(peer, 2 * NOW))
    expect(userOf(peer, NOW)).not.to.equal(userOf(other, NOW))
  })

  it('last as long as the answer that they come with', () => {
    const { username, lifetime, services } = offer('/ip4/192.168.1.7/tcp/1')

    expect(lifetime).to.equal(OFFER_LIFETIME)
    expect(Number(username.split(':')[0])).to.equal(NOW / 1_000 + OFFER_LIFETIME)
    expect(services).to.deep.equal([
      { kind: STUN, host: '', port: 3_478 },
      { kind: TURN_UDP, host: '', port: 3_479 },
      { kind: TURN_TCP, host: '', port: 3_479 }
    ])
  })

  it('come with an address that works on this machine, where TURN doesn\'t listen on loopback', () => {
    expect(offer('/ip4/127.0.0.1/tcp/1').services.map(({ host }) => host)).to.deep.equal(['', '192.168.1.5', '192.168.1.5'])
    expect(offer('/ip6/::1/tcp/1').services[1].host).to.equal('192.168.1.5')
    expect(offer('/ip4/127.0.0.1/tcp/1', 'turn.example.org').services.map(({ host }) => host)).to.deep.equal(new Array(3).fill('turn.example.org'))
  })

  it('aren\'t told without TURN, or to a peer that may not use it', () => {
    const refused = offeredServices({ hosts: [], stunPort: 3_478, turn: { port: 3_479, credentialsFor: () => undefined }, now: () => NOW }, connectionFrom('/ip4/192.168.1.7/tcp/1'))

    expect(refused).to.deep.equal({ services: [{ kind: STUN, host: '', port: 3_478 }], username: '', credential: '', lifetime: OFFER_LIFETIME })
  })

  function connectionFrom (address: string): Connection {
    return { remoteAddr: multiaddr(address), remotePeer: peer } as unknown as Connection
  }

  function offer (from: string, iceHost?: string): ReturnType<typeof offeredServices> {
    return offeredServices({
      hosts: ['192.168.1.5'],
      iceHost,
      stunPort: 3_478,
      turn: { port: 3_479, credentialsFor: ({ remotePeer }, expires) => turnCredentials('secret', remotePeer, expires) },
      now: () => NOW
    }, connectionFrom(from))
  }
})
