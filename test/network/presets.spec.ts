import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { dhtInit, getPreset, NETWORK_NAMES } from '../../bootstrap/index.ts'
import { REPROVIDE_INTERVAL } from '../../src/discovery/index.ts'

const PEER = {
  id: undefined as any,
  multiaddrs: ['/ip4/192.168.1.2/tcp/1', '/ip4/127.0.0.1/tcp/1', '/ip4/8.8.8.8/tcp/1'].map(address => multiaddr(address))
}

describe('network presets', () => {
  it('names the networks there are when asked for another', () => {
    expect(() => getPreset('nowhere')).to.throw('\'nowhere\': choose one of local, amino').with.property('name', 'UnknownNetworkError')
    expect(() => getPreset('toString')).to.throw().with.property('name', 'UnknownNetworkError')
  })

  it('has addresses that can be read', () => {
    for (const name of NETWORK_NAMES) {
      for (const address of getPreset(name).addresses) {
        expect(multiaddr(address).toString()).to.equal(address)
      }
    }
  })

  it('speaks another protocol in each network', () => {
    expect(NETWORK_NAMES.map(name => dhtInit(getPreset(name)).protocol)).to.deep.equal(['/groupcall/kad/1.0.0', '/ipfs/kad/1.0.0'])
  })

  it('keeps private addresses to the local network', () => {
    expect(dhtInit(getPreset('local')).peerInfoMapper?.(PEER).multiaddrs).to.have.lengthOf(3)
    expect(dhtInit(getPreset('amino')).peerInfoMapper?.(PEER).multiaddrs.join()).to.equal('/ip4/8.8.8.8/tcp/1')
  })

  it('passes the mode on', () => {
    expect(dhtInit(getPreset('local'))).to.have.property('clientMode', undefined)
    expect(dhtInit(getPreset('local'), { clientMode: false })).to.have.property('clientMode', false)
  })

  it('keeps a record until it is renewed, even if that fails once', () => {
    for (const name of NETWORK_NAMES) {
      expect(getPreset(name).providerValidity).to.be.greaterThan(2 * REPROVIDE_INTERVAL)
    }
  })
})
