import { identifyPush } from '@libp2p/identify'
import { expect } from 'aegir/chai'
import { createLibp2p } from 'libp2p'
import { useFakeTimers } from './fixtures/fake-timers.ts'
import type { Libp2pEvents } from '@libp2p/interface'
import type { TypedEventEmitter } from 'main-event'

describe('the timers of a test', () => {
  it('are its own, and not those of a peer that an earlier one has stopped', async () => {
    const peer = await createLibp2p({ services: { push: identifyPush() } })
    const { events } = (peer as unknown as { components: { events: TypedEventEmitter<Libp2pEvents> } }).components
    await peer.stop()

    const timers = useFakeTimers()

    try {
      events.dispatchEvent(new CustomEvent('self:peer:update'))
      expect(timers.countTimers()).to.equal(0)

      setTimeout(() => {}, 1_000)
      expect(timers.countTimers()).to.equal(1)
    } finally {
      timers.restore()
    }
  })
})
