import { expect } from 'aegir/chai'
import { HEARTBEAT_INTERVAL, MAX_CHANNEL_BUFFER } from '../../src/link/limits.ts'
import { answerOf, createFakeLink } from '../fixtures/fake-link.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'

describe('a remote end that receives slowly', () => {
  it('has at most 1 MiB queued for it, and no heartbeats', async () => {
    const timers = useFakeTimers()
    const { link, connection } = createFakeLink()
    const { channel } = connection

    try {
      link.start()
      await timers.tickAsync(50)
      link.handleDescription(await answerOf())
      await timers.tickAsync(50)
      connection.connect()
      // not all browsers deliver ArrayBuffers by default
      expect([channel.binaryType, channel.sent]).to.deep.equal(['arraybuffer', ['']])

      channel.bufferedAmount = MAX_CHANNEL_BUFFER
      expect(link.send(Uint8Array.of(1))).to.equal(true)
      channel.bufferedAmount++
      expect(link.send(Uint8Array.of(2))).to.equal(false)
      channel.bufferedAmount = 1
      await timers.tickAsync(HEARTBEAT_INTERVAL)
      expect(channel.sent).to.deep.equal(['', Uint8Array.of(1)])

      channel.bufferedAmount = 0
      await timers.tickAsync(HEARTBEAT_INTERVAL)
      expect(channel.sent.slice(2)).to.deep.equal([''])
    } finally {
      link.close()
      await timers.tickAsync(1_000)
      timers.restore()
    }
  })
})
