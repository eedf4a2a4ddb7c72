import { expect } from 'aegir/chai'
import { offerAsStrangers } from '../../bench/flood/strangers-offers.ts'

const OFFERS = 1_000

/** MiB */
const MEMORY = 16

describe(`${OFFERS} offers from strangers`, () => {
  it('that only guess the name of the group reach nobody', async function () {
    const { memory, connections, dropped } = await offerAsStrangers(OFFERS, 'without the secret')

    expect(connections).to.equal(0)
    expect(dropped).to.deep.equal({})
    expect(memory).to.be.lessThan(MEMORY)
  })

  it('that sign with other keys create no connection, and are ignored after three tries', async function () {
    const { memory, connections, dropped } = await offerAsStrangers(OFFERS, 'with the secret, wrong signatures')

    expect(connections).to.equal(0)
    // each peer makes 50
    expect(dropped.signature + dropped.ignored).to.equal(OFFERS * 1.25)
    expect(dropped.signature).to.equal(OFFERS * 1.25 / 50 * 3)
    expect(memory).to.be.lessThan(MEMORY)
  })
})
