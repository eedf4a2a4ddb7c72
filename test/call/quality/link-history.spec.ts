import { expect } from 'aegir/chai'
import { HISTORY_PERIOD, LinkHistory, MAX_REMEMBERED, MAX_SAMPLES } from '../../../src/call/quality/link-history.ts'
import type { LinkState } from '../../../src/index.ts'

type Seen = Parameters<LinkHistory['measured']>[0]

function person (publicKey: string, linkState: LinkState = 'connected', lossPercent = 0): Seen {
  const statistics = { lossPercent, roundTripTime: 20.04, sendKbps: 50, receiveKbps: 50, packetsSent: 1, packetsReceived: 1, candidateType: 'host', relayed: false }

  return { publicKey, name: publicKey, linkState, carrier: undefined, quality: { participant: publicKey, quality: 'good', statistics } }
}

describe('the history of the links', () => {
  let history: LinkHistory

  beforeEach(() => {
    history = new LinkHistory()
  })

  it('has what was measured, and states only when they change', () => {
    history.changed(person('ben', 'connecting'), 0)
    history.changed(person('ben', 'connecting'), 500)
    history.measured(person('ben', 'connected', 2), 1_000)
    history.changed(person('ben', 'connected'), 1_500)

    const [{ samples, candidateType }] = history.list(2_000)

    expect(samples.map(({ at, linkState, lossPercent, roundTripTime }) => [at, linkState, lossPercent, roundTripTime])).to.deep.equal([[0, 'connecting', undefined, undefined], [1_000, 'connected', 2, 20]])
    expect(candidateType).to.equal('host')
  })

  it('ends two minutes ago, with the state that held then', () => {
    for (let at = 0; at <= 2 * HISTORY_PERIOD; at += 1_000) {
      history.measured(person('ben'), at)
    }

    history.changed(person('chloe', 'reconnecting'), 0)
    const [ben, chloe] = history.list(2 * HISTORY_PERIOD)

    expect([ben.samples[0].at, ben.samples.length]).to.deep.equal([HISTORY_PERIOD, HISTORY_PERIOD / 1_000 + 1])
    expect(chloe.samples.map(({ at, linkState }) => [at, linkState])).to.deep.equal([[HISTORY_PERIOD, 'reconnecting']])
  })

  it('forgets people two minutes after they have left', () => {
    history.measured(person('ben'), 0)
    history.left({ publicKey: 'ben' }, 1_000)

    expect(history.list(HISTORY_PERIOD)).to.have.lengthOf(1)
    expect(history.list(1_000 + HISTORY_PERIOD)).to.have.lengthOf(0)
  })

  it('is bounded, however often a state changes and whoever comes', () => {
    for (let at = 0; at < 2 * MAX_SAMPLES; at++) {
      history.changed(person('ben', at % 2 === 0 ? 'connected' : 'reconnecting'), at)
    }

    for (let index = 0; index < 2 * MAX_REMEMBERED; index++) {
      history.changed(person(`other ${index}`), 1_000)
      history.left({ publicKey: `other ${index}` }, 1_000)
    }

    const records = history.list(1_000)
    expect(records[0].samples).to.have.lengthOf(MAX_SAMPLES)
    expect(records).to.have.lengthOf(MAX_REMEMBERED)
  })
})
