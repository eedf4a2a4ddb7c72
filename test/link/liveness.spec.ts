import { expect } from 'aegir/chai'
import { LivenessMonitor } from '../../src/link/index.ts'
import { GONE_LIMIT, HEARTBEAT_INTERVAL, LOSS_LIMIT, SILENCE_LIMIT } from '../../src/link/limits.ts'

describe('liveness', () => {
  it('is shown as lost within 2 s and gone after 30 s without a sign of life', () => {
    expect(SILENCE_LIMIT + HEARTBEAT_INTERVAL).to.be.at.most(2_000)
    expect(GONE_LIMIT).to.equal(30_000)
  })

  it('goes from alive to silent, lost and gone', () => {
    const monitor = new LivenessMonitor(0)
    const seen = Array.from({ length: 61 }, (_, i) => monitor.tick((i + 1) * HEARTBEAT_INTERVAL))

    expect([...new Set(seen)]).to.deep.equal(['alive', 'silent', 'lost', 'gone'])
    expect(seen.indexOf('silent')).to.equal(3)
  })

  it('is alive again with the next sign of life', () => {
    const monitor = new LivenessMonitor(0)
    ;[500, 1_000, 1_500, 2_000].forEach(now => monitor.tick(now))
    monitor.markAlive(2_100)

    expect(monitor.tick(2_500)).to.equal('alive')
  })

  it('doesn\'t hold the time that this machine slept against the remote end, but isn\'t shown until it is heard', () => {
    const monitor = new LivenessMonitor(0)
    monitor.tick(500)
    const seen = [0, 500, 1_000, 1_500, 2_000].map(awake => monitor.tick(3_600_000 + awake))
    expect(seen).to.deep.equal(['silent', 'silent', 'lost', 'lost', 'lost'])
    expect(monitor.tick(7_200_000)).to.equal('lost')

    monitor.markAlive(7_200_100)
    expect(monitor.tick(7_200_500)).to.equal('alive')
  })

  it('isn\'t doubted because this process was late for a moment', () => {
    const monitor = new LivenessMonitor(0)
    monitor.markAlive(400)

    expect([500, 3_500, 4_000].map(now => monitor.tick(now))).to.deep.equal(['alive', 'alive', 'alive'])
  })

  it('isn\'t doubted because this process is busy, and so is late again and again', () => {
    const monitor = new LivenessMonitor(0)
    const seen = Array.from({ length: 4 }, (_, i) => monitor.tick((i + 1) * 2_000))

    expect(seen).to.deep.equal(['alive', 'alive', 'alive', 'silent'])
  })

  for (const interval of [500, 2_000, 3_500, 10_000]) {
    it(`is gone in time for a process that is so busy that it looks every ${interval} ms`, () => {
      const monitor = new LivenessMonitor(0)
      let now = interval

      while (monitor.tick(now) !== 'gone') {
        now += interval
        expect(now).to.be.at.most(3 * GONE_LIMIT + interval)
      }

      expect(now).to.be.at.most(interval > LOSS_LIMIT + HEARTBEAT_INTERVAL ? 3 * GONE_LIMIT + interval : GONE_LIMIT + 2 * interval)
    })
  }
})
