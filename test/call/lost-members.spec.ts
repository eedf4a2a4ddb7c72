import { expect } from 'aegir/chai'
import { FIRST_LOST_PAUSE, LOST_TIME } from '../../src/call/limits.ts'
import { LostMembers, lostPause } from '../../src/call/lost-members.ts'
import { randomPeer } from '../discovery/fixtures/dht-peer.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { PeerInfo } from '@libp2p/interface'

describe('members that were lost', () => {
  let timers: ManualTimers
  let lost: LostMembers
  let looks: number[]
  let ada: PeerInfo
  let ben: PeerInfo

  beforeEach(async () => {
    timers = new ManualTimers()
    looks = []
    ;[ada, ben] = [{ id: await randomPeer(), multiaddrs: [] }, { id: await randomPeer(), multiaddrs: [] }]
    lost = new LostMembers({ timers, onLook: () => { looks.push(timers.now()) }, random: () => 0.5 })
  })

  afterEach(() => {
    lost.stop()
    expect(timers.size).to.equal(0)
  })

  for (const [elapsed, random, pause] of [
    [0, 0.5, 500],
    [0, 0, 375],
    [8_000, 0.5, 500],
    [16_000, 0.5, 1_000],
    [32_000, 1, 2_500],
    [960_000, 0.5, 60_000],
    [3_000_000, 0.5, 60_000]
  ]) {
    it(`are looked for again ${pause} ms after a lookup ${elapsed} ms after the loss`, () => {
      expect(lostPause(elapsed, random)).to.equal(pause)
    })
  }

  it('are looked for at once, together, and again until all of them are back', async () => {
    lost.add('ada', ada)
    lost.add('ben', ben)
    expect([lost.has(ada), lost.has(ben)]).to.deep.equal([true, true])
    await timers.advance(2 * FIRST_LOST_PAUSE)
    expect(looks).to.deep.equal([0, FIRST_LOST_PAUSE, 2 * FIRST_LOST_PAUSE])

    lost.delete('ada')
    await timers.advance(FIRST_LOST_PAUSE)
    expect(looks).to.have.lengthOf(4)
    lost.delete('ben')
    await timers.advance(LOST_TIME)
    expect(looks).to.have.lengthOf(4)
  })

  it('are looked for at once when another one is lost, but not when one is lost twice', async () => {
    lost.add('ada', ada)
    await timers.advance(60_000)
    const before = looks.length
    lost.add('ada', ben)
    await timers.advance(0)
    expect([looks.length, lost.peers]).to.deep.equal([before, [ben]])

    lost.add('ben', ben)
    await timers.advance(0)
    expect(looks).to.have.lengthOf(before + 1)
  })

  it('are given up after an hour', async () => {
    lost.add('ada', ada)
    await timers.advance(LOST_TIME + 60_000)

    expect(lost.peers).to.deep.equal([])
    expect(looks.length).to.be.within(100, 300)
  })
})
