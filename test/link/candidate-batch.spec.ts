import { expect } from 'aegir/chai'
import { CandidateBatch } from '../../src/link/candidate-batch.ts'
import { BATCH_DELAY, FIRST_BATCH_TIMEOUT, MAX_SDP_CANDIDATES } from '../../src/link/limits.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { LocalCandidates } from '../../src/link/index.ts'
import type { SinonFakeTimers } from 'sinon'

const LOOPBACK = 'candidate:9 1 udp 1 127.0.0.1 50000 typ host'

describe('local candidates', () => {
  let timers: SinonFakeTimers
  let sent: LocalCandidates[]
  let batch: CandidateBatch

  beforeEach(() => {
    timers = useFakeTimers()
    sent = []
    batch = new CandidateBatch(candidates => { sent.push(candidates) })
  })

  afterEach(() => {
    batch.stop()
    expect(timers.countTimers()).to.equal(0)
    timers.restore()
  })

  it('found in the first burst go with the description, those after it in messages of their own', async () => {
    const first = batch.begin('a')
    batch.add(candidate(1))
    batch.add(candidate(2))
    await timers.tickAsync(BATCH_DELAY)
    expect(await first).to.deep.equal([candidate(1), candidate(2)])

    // not before the description
    batch.add(candidate(3))
    await timers.tickAsync(BATCH_DELAY)
    expect(sent).to.deep.equal([])
    batch.release()
    expect(sent).to.deep.equal([{ usernameFragment: 'a', candidates: [candidate(3)], complete: false }])

    batch.add(candidate(4))
    await timers.tickAsync(BATCH_DELAY - 1)
    batch.add(candidate(5))
    await timers.tickAsync(1)
    batch.complete()
    expect(sent.slice(1)).to.deep.equal([
      { usernameFragment: 'a', candidates: [candidate(4), candidate(5)], complete: false },
      { usernameFragment: 'a', candidates: [], complete: true }
    ])
  })

  it('don\'t hold up the description for more than 20 ms', async () => {
    const first = batch.begin('a')
    let described = false
    first.then(() => { described = true }, () => {})
    await timers.tickAsync(FIRST_BATCH_TIMEOUT - 1)
    expect(described).to.equal(false)

    await timers.tickAsync(1)
    expect(await first).to.deep.equal([])
    batch.release()
    expect(sent).to.deep.equal([])
  })

  it('that are complete before the description are reported as complete after it', async () => {
    const first = batch.begin('a')
    batch.add(candidate(1))
    batch.complete()
    expect(await first).to.deep.equal([candidate(1)])
    batch.release()

    expect(sent).to.deep.equal([{ usernameFragment: 'a', candidates: [], complete: true }])
  })

  it('on loopback are sent only if there are no others', async () => {
    const first = batch.begin('a')
    batch.add(LOOPBACK)
    batch.complete()
    expect(await first).to.deep.equal([LOOPBACK])

    const second = batch.begin('b')
    batch.add(LOOPBACK)
    batch.add(candidate(1))
    batch.complete()
    expect(await second).to.deep.equal([candidate(1)])
  })

  it('are limited to 64', async () => {
    const first = batch.begin('a')
    Array.from({ length: MAX_SDP_CANDIDATES + 6 }, (_, i) => candidate(i)).forEach(line => { batch.add(line) })
    await timers.tickAsync(BATCH_DELAY)

    expect(await first).to.have.lengthOf(MAX_SDP_CANDIDATES)
  })

  it('start over with each ICE generation, and only then', async () => {
    const first = batch.begin('a')
    batch.add(candidate(1))
    batch.complete()
    await first
    batch.release()

    // a description of the same generation needs none
    expect(await batch.begin('a')).to.deep.equal([])
    batch.release()
    expect(sent).to.deep.equal([{ usernameFragment: 'a', candidates: [], complete: true }])

    const second = batch.begin('b')
    batch.add(candidate(2))
    await timers.tickAsync(BATCH_DELAY)
    expect(await second).to.deep.equal([candidate(2)])
    batch.add(candidate(3))
    await timers.tickAsync(BATCH_DELAY)
    expect(sent).to.have.lengthOf(1)
    batch.release()
    expect(sent[1]).to.deep.equal({ usernameFragment: 'b', candidates: [candidate(3)], complete: false })
  })

  it('of an ICE generation that ends early don\'t get into the next', async () => {
    const first = batch.begin('a')
    batch.add(LOOPBACK)
    await timers.tickAsync(FIRST_BATCH_TIMEOUT)
    await first
    batch.release()
    batch.add(candidate(1))

    let described = false
    const second = batch.begin('b')
    second.then(() => { described = true }, () => {})
    await timers.tickAsync(FIRST_BATCH_TIMEOUT - 1)
    expect(described).to.equal(false)
    batch.complete()
    expect(await second).to.deep.equal([])

    // nor does the end of its candidates
    const third = batch.begin('c')
    await timers.tickAsync(FIRST_BATCH_TIMEOUT)
    await third
    batch.release()
    expect(sent).to.deep.equal([])
  })

  it('found before any description are not sent', async () => {
    batch.release()
    batch.add(candidate(1))
    await timers.tickAsync(BATCH_DELAY)

    expect(sent).to.deep.equal([])
  })

  it('no longer hold up a description that is stopped', async () => {
    const first = batch.begin('a')
    batch.stop()

    expect(await first).to.deep.equal([])
  })
})

function candidate (foundation: number): string {
  return `candidate:${foundation} 1 udp 1 192.0.2.1 50000 typ host`
}
