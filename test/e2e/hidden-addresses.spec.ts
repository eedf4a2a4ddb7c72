import { expect } from 'aegir/chai'
import { createMixedScene } from './fixtures/scene.ts'
import type { CallScreenState } from '../../src/app/model/state.ts'

describe('a browser that hides its addresses behind .local names', () => {
  const scene = createMixedScene()

  it(`hears Node and is heard${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['ben'] })
    const browser = await call.addBrowser({ voice: 'none', mdns: true })
    await browser.hears(1)
    expect(call.nodes[0].call.participants.map(({ listening }) => listening)).to.deep.equal([true])
  })

  it(`hears another such browser${scene.skipped}`, async () => {
    const call = await scene.create({})
    const browsers = [await call.addBrowser({ voice: 'none', mdns: true }), await call.addBrowser({ voice: 'none', mdns: true })]
    const connected = ({ participants }: CallScreenState): boolean => participants.some(({ linkState }) => linkState === 'connected')
    await Promise.all(browsers.map(async browser => browser.until(connected)))
  })
})
