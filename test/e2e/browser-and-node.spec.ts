import { readFile } from 'node:fs/promises'
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

  it(`have a history that can be looked at and saved${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['ada'], nodes: ['ben'] })
    const [{ page }] = call.browsers
    await call.browsers[0].until(({ participants: [other] }) => other?.roundTripTime != null)

    await page.getByRole('button', { name: 'Options for ben' }).click()
    await page.getByRole('button', { name: 'Show history' }).click()
    // round trip, loss, jitter, and what is sent and received
    await page.locator('gc-quality path').nth(4).waitFor({ state: 'attached' })
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save report' }).click()
    const report = JSON.parse(await readFile(await (await download).path(), 'utf8'))

    expect(report.participants[0]).to.include({ name: 'ben', key: call.nodes[0].call.publicKey.slice(0, 8) })
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
