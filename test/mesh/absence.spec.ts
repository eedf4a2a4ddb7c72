import { expect } from 'aegir/chai'
import { GONE_LIMIT, HEARTBEAT_INTERVAL } from '../../src/link/limits.ts'
import { AbsenceMonitor } from '../../src/mesh/absence.ts'

const NEVER: [number, number] = [-1, -1]

describe('a participant that isn\'t linked yet', () => {
  // in ms since it joined: when it sent a message, when another participant reported a link to it, and when it is gone
  for (const [what, sent, linked, gone] of [
    ['that sends nothing and that nobody is linked with', [], NEVER, 9_500],
    ['that sends a message now and then', [4_000, 8_000, 12_000, 16_000, 20_000, 24_000, 28_000], NEVER, undefined],
    ['that sends a message, and then nothing', [4_000], NEVER, 13_500],
    ['that another is linked with all the time', [], [0, 30_000], undefined],
    ['that loses its last link', [], [0, 12_000], 19_500],
    ['that another links with', [], [9_000, 30_000], undefined],
    ['that another links with too late', [], [9_501, 30_000], 9_500]
  ] as Array<[string, number[], [number, number], number | undefined]>) {
    it(`${what} ${gone == null ? 'stays' : `is gone after ${gone / 1_000} s`}`, () => {
      const monitor = new AbsenceMonitor()
      let goneAt: number | undefined
      monitor.add('a', 0, false)

      for (let now = HEARTBEAT_INTERVAL; now <= 30_000 && goneAt == null; now += HEARTBEAT_INTERVAL) {
        sent.filter(at => at === now).forEach(at => { monitor.markAlive('a', at) })
        goneAt = monitor.tick(now, () => now >= linked[0] && now <= linked[1]).length > 0 ? now : undefined
      }

      expect(goneAt).to.equal(gone)
    })
  }

  it('has half a minute if it was linked before', () => {
    const monitor = new AbsenceMonitor()
    const gone: number[] = []
    monitor.add('a', 0, true)

    for (let now = HEARTBEAT_INTERVAL; now <= 60_000; now += HEARTBEAT_INTERVAL) {
      gone.push(...monitor.tick(now, () => false).map(() => now))
    }

    expect(gone).to.deep.equal([GONE_LIMIT + HEARTBEAT_INTERVAL])
  })

  it('is no longer waited for once it is linked', () => {
    const monitor = new AbsenceMonitor()
    monitor.add('a', 0, false)
    monitor.remove('a')

    expect(monitor.tick(20_000, () => false)).to.deep.equal([])
  })

  it('isn\'t waited for from the beginning with each attempt', () => {
    const monitor = new AbsenceMonitor()
    const gone: string[] = []

    for (let now = 0; now <= 10_000; now += HEARTBEAT_INTERVAL) {
      monitor.add('a', now, false)
      gone.push(...monitor.tick(now, () => false))
    }

    expect(gone).to.deep.equal(['a'])
  })

  it('isn\'t blamed for the time that this machine slept', () => {
    const monitor = new AbsenceMonitor()
    monitor.add('a', 0, false)
    monitor.tick(HEARTBEAT_INTERVAL, () => false)

    expect(monitor.tick(3_600_000, () => false)).to.deep.equal([])
  })
})
