import { expect } from 'aegir/chai'
import { createInvite } from '../../src/index.ts'
import { expectEverybodyHeard } from './fixtures/mixed-call.ts'
import { createMixedScene } from './fixtures/scene.ts'

describe('a browser and a Node process', () => {
  const scene = createMixedScene()

  it(`hear each other${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'] })
    await expectEverybodyHeard(call)
    expect(await call.browsers[0].state()).to.have.property('safetyCode', call.nodes[0].call.safetyCode)
    // what the tile says of the connection comes from statistics
    await call.browsers[0].until(({ participants: [other] }) => other.quality === 'good' && other.roundTripTime != null && other.jitter != null)
    expect(call.browsers[0].errors).to.deep.equal([])
  })

  const ways = [['WebSocket', '/ws/', '/ip4/127.0.0.1/tcp/0/ws'], ['WebRTC-Direct', '/webrtc-direct/', '/ip4/127.0.0.1/udp/0/webrtc-direct']]

  ways.forEach(([way, part, listen]) => {
    it(`reach each other by ${way} alone${scene.skipped}`, async () => {
      const call = await scene.create({})
      const addresses = call.bootstrap.addresses().filter(address => address.includes(part))
      await call.addNode('ben', { listen: [listen] })
      await call.addBrowser({ voice: 'ada', bootstrap: addresses, invite: createInvite(call.group, { addresses }) })
      await expectEverybodyHeard(call)
      expect(addresses).to.have.lengthOf(1)
    })
  })
})
