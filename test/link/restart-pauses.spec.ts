import { expect } from 'aegir/chai'
import { RestartPauses } from '../../src/link/restart-pauses.ts'

/** ms between two heartbeats */
const TICK = 500

describe('the pauses between ICE restarts', () => {
  it('grow up to a limit', () => {
    expect(restarts(new RestartPauses(), 3_000, 30_000)).to.deep.equal([3_000, 5_000, 9_000, 14_000, 19_000, 24_000, 29_000])
  })

  it('are short again when the network has changed', () => {
    const pauses = new RestartPauses()
    restarts(pauses, 0, 20_000)
    pauses.reset()

    expect(restarts(pauses, 20_000, 27_000)).to.deep.equal([20_000, 22_000, 26_000])
  })

  it('begin again with a restart by the other end', () => {
    const pauses = new RestartPauses()
    pauses.begin(2_500)

    expect(restarts(pauses, 3_000, 9_000)).to.deep.equal([4_500, 6_500])
  })
})

/** Returns the times at which ICE is restarted */
function restarts (pauses: RestartPauses, from: number, to: number): number[] {
  const times: number[] = []

  for (let now = from; now <= to; now += TICK) {
    if (pauses.take(now)) {
      times.push(now)
    }
  }

  return times
}
