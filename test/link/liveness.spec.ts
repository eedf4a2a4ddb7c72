import { expect } from 'aegir/chai'
import { LivenessMonitor } from '../../src/link/index.ts'
import { GONE_LIMIT, HEARTBEAT_INTERVAL, SILENCE_LIMIT } from '../../src/link/limits.ts'

describe('liveness', () => {
  it('is shown as lost within 2 s and gone within 10 s of the last sign of life', () => {
    expect(SILENCE_LIMIT + HEARTBEAT_INTERVAL).to.be.at.most(2_000)
    expect(GONE_LIMIT + HEARTBEAT_INTERVAL).to.be.at.most(10_000)
  })

  it('goes from alive to silent, lost and gone', () => {
    const monitor = new LivenessMonitor(0)
    const seen = Array.from({ length: 20 }, (_, i) => monitor.tick((i + 1) * HEARTBEAT_INTERVAL))

    expect([...new Set(seen)]).to.deep.equal(['alive', 'silent', 'lost', 'gone'])
    expect(seen.indexOf('silent')).to.equal(3)
  })

  it('is alive again with the next sign of life', () => {
    const monitor = new LivenessMonitor(0)
    ;[500, 1_000, 1_500, 2_000].forEach(now => monitor.tick(now))
    monitor.markAlive(2_100)

    expect(monitor.tick(2_500)).to.equal('alive')
  })

  it('doesn\'t hold the time that this machine slept against the remote end', () => {
    const monitor = new LivenessMonitor(0)
    monitor.tick(500)

    expect(monitor.tick(3_600_000)).to.equal('alive')
  })
})
