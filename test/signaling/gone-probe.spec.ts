import { expect } from 'aegir/chai'
import { GoneProbe } from '../../src/signaling/gone-probe.ts'
import { GONE_PAUSE } from '../../src/signaling/limits.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { SignedPresence } from '../../src/signaling/messages.ts'

const BEN = { publicKey: 'b', sessionKey: new Uint8Array(32) } as unknown as SignedPresence

describe('a process that has reset a stream', () => {
  let timers: ManualTimers
  let gone: SignedPresence[]
  let reachable: boolean
  let probe: GoneProbe

  beforeEach(() => {
    timers = new ManualTimers()
    gone = []
    reachable = true
    probe = new GoneProbe({
      timers,
      ask: async () => {
        if (!reachable) {
          throw new Error('Can\'t be reached')
        }
      },
      onGone: presence => { gone.push(presence) }
    })
    probe.onReset(BEN)
  })

  it('is gone when it does so again after it was asked again, and not before', async () => {
    probe.onReset(BEN)
    expect(gone).to.deep.equal([])

    await timers.advance(GONE_PAUSE)
    probe.onReset(BEN)
    expect(gone).to.deep.equal([BEN])
  })

  it('is not gone by the first reset after it couldn\'t be reached', async () => {
    reachable = false
    await timers.advance(GONE_PAUSE)
    probe.onReset(BEN)

    expect(gone).to.deep.equal([])
    expect(timers.size).to.equal(1)
  })
})
