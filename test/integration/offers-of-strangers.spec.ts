import { expect } from 'aegir/chai'
import { offerAsStrangers } from '../../bench/flood/strangers-offers.ts'

const OFFERS = 2_000

/** MiB */
const MEMORY = 16

describe(`${OFFERS} offers of strangers`, () => {
  it('who only guess the protocol\'s name reach nobody', async function () {
    this.timeout(60_000)
    const { memory, connections, dropped } = await offerAsStrangers(OFFERS, 'without the secret')

    expect(connections).to.equal(0)
    expect(dropped).to.deep.equal({})
    expect(memory).to.be.lessThan(MEMORY)
  })

  it('who sign with other keys make no connection; after three tries they are not even listened to', async function () {
    this.timeout(60_000)
    const { memory, connections, dropped } = await offerAsStrangers(OFFERS, 'with the secret, wrong signatures')

    expect(connections).to.equal(0)
    // each peer makes 50
    expect(dropped.signature + dropped.ignored).to.equal(OFFERS * 1.25)
    expect(dropped.signature).to.equal(OFFERS * 1.25 / 50 * 3)
    expect(memory).to.be.lessThan(MEMORY)
  })
})
