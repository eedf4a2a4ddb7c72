import { expect } from 'aegir/chai'
import { NetworkWatch, WATCH_INTERVAL } from '../../src/network/network-watch.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { Disturbance } from '../../src/network/network-watch.ts'

describe('the watch over the network', () => {
  let timers: ManualTimers
  let watch: NetworkWatch
  let addresses: string[] | undefined
  let asleep: number
  let used: number
  let signal: (() => void) | undefined
  let seen: Disturbance[]

  beforeEach(() => {
    timers = new ManualTimers()
    addresses = ['192.0.2.1', '192.0.2.2']
    asleep = 0
    used = 0
    seen = []
    watch = new NetworkWatch({
      timers,
      wallClock: () => 1e12 + asleep + timers.now(),
      processorTime: () => used,
      addresses: () => addresses,
      platform: onSignal => {
        signal = onSignal

        return () => { signal = undefined }
      }
    })
    watch.addEventListener('disturbance', ({ detail }) => { seen.push(detail) })
    watch.start()
  })

  afterEach(() => {
    watch.stop()
    watch.stop()
    expect([timers.size, signal]).to.deep.equal([0, undefined])
  })

  it('reports nothing while nothing happens', async () => {
    await timers.advance(100 * WATCH_INTERVAL)
    expect(seen).to.deep.equal([])
  })

  it('reports once which addresses are gone, and whether any is left', async () => {
    addresses = ['192.0.2.2', '192.0.2.3']
    await timers.advance(10 * WATCH_INTERVAL)
    expect(seen.splice(0)).to.deep.equal([{ slept: 0, changed: true, removed: ['192.0.2.1'], online: true }])

    addresses = []
    await timers.advance(WATCH_INTERVAL)
    expect(seen.splice(0)).to.deep.equal([{ slept: 0, changed: true, removed: ['192.0.2.2', '192.0.2.3'], online: false }])

    addresses = ['192.0.2.4']
    await timers.advance(WATCH_INTERVAL)
    expect(seen).to.deep.equal([{ slept: 0, changed: true, removed: [], online: true }])
  })

  it('does not take a busy machine for sleep', async () => {
    asleep += 10_000
    used += 1_000
    await timers.advance(WATCH_INTERVAL)
    expect(seen).to.deep.equal([])
  })

  it('notices within a second', () => {
    expect(WATCH_INTERVAL).to.be.lessThan(1_000)
  })

  it('reports how long the machine slept, once', async () => {
    await timers.advance(WATCH_INTERVAL)
    asleep = 60_000
    await timers.advance(10 * WATCH_INTERVAL)
    expect(seen).to.deep.equal([{ slept: 60_000, changed: false, removed: [], online: true }])
  })

  it('passes on what the platform reports, although addresses can\'t be known', async () => {
    addresses = undefined
    await timers.advance(WATCH_INTERVAL)
    seen = []
    signal?.()
    expect(seen).to.deep.equal([{ slept: 0, changed: false, removed: undefined, online: true }])
  })
})
