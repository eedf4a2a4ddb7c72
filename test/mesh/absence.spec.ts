import { expect } from 'aegir/chai'
import { HEARTBEAT_INTERVAL } from '../../src/link/limits.ts'
import { AbsenceMonitor } from '../../src/mesh/absence.ts'

const NEVER: [number, number] = [-1, -1]

describe('a participant with whom there is no link yet', () => {
  // ms from when it came: when it said something, from when to when somebody else had a link to it
  for (const [what, said, heard, gone] of [
    ['that says nothing and that nobody hears', [], NEVER, 9_500],
    ['that says something now and then', [4_000, 8_000, 12_000, 16_000, 20_000, 24_000, 28_000], NEVER, undefined],
    ['that says something, and then no more', [4_000], NEVER, 13_500],
    ['that somebody else hears all the time', [], [0, 30_000], undefined],
    ['that is heard no more by anybody', [], [0, 12_000], 19_500],
    ['that somebody else begins to hear', [], [9_000, 30_000], undefined],
    ['that is heard too late', [], [9_501, 30_000], 9_500]
  ] as Array<[string, number[], [number, number], number | undefined]>) {
    it(`${what} ${gone == null ? 'stays' : `is gone after ${gone / 1_000} s`}`, () => {
      const monitor = new AbsenceMonitor()
      let goneAt: number | undefined
      monitor.add('a', 0)

      for (let now = HEARTBEAT_INTERVAL; now <= 30_000 && goneAt == null; now += HEARTBEAT_INTERVAL) {
        said.filter(at => at === now).forEach(at => { monitor.markAlive('a', at) })
        goneAt = monitor.tick(now, () => now >= heard[0] && now <= heard[1]).length > 0 ? now : undefined
      }

      expect(goneAt).to.equal(gone)
    })
  }

  it('is waited for no more when it has come', () => {
    const monitor = new AbsenceMonitor()
    monitor.add('a', 0)
    monitor.remove('a')

    expect(monitor.tick(20_000, () => false)).to.deep.equal([])
  })

  it('is not waited for anew with each attempt', () => {
    const monitor = new AbsenceMonitor()
    const gone: string[] = []

    for (let now = 0; now <= 10_000; now += HEARTBEAT_INTERVAL) {
      monitor.add('a', now)
      gone.push(...monitor.tick(now, () => false))
    }

    expect(gone).to.deep.equal(['a'])
  })

  it('is not to blame for the time that this machine slept', () => {
    const monitor = new AbsenceMonitor()
    monitor.add('a', 0)
    monitor.tick(HEARTBEAT_INTERVAL, () => false)

    expect(monitor.tick(3_600_000, () => false)).to.deep.equal([])
  })
})
