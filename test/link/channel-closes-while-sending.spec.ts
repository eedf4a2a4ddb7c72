import { expect } from 'aegir/chai'
import { answerOf, createFakeLink } from '../fixtures/fake-link.ts'

describe('a data channel that has closed, but still reports that it is open', () => {
  it('drops what is sent, without throwing', async () => {
    const { link, connection } = createFakeLink()
    let tries = 0
    connection.channel.send = () => {
      tries++
      throw new DOMException('RTCDataChannel.readyState is not \'open\'', 'InvalidStateError')
    }

    try {
      const offered = new Promise(resolve => { link.addEventListener('description', resolve, { once: true }) })
      link.start()
      await offered
      const answered = new Promise<void>(resolve => {
        connection.setRemoteDescription = async () => { setImmediate(resolve) }
      })
      link.handleDescription(await answerOf())
      await answered
      // the first heartbeat is sent as soon as the channel is open
      connection.connect()
      expect(link.state).to.equal('connected')
      expect(link.send(Uint8Array.of(1))).to.equal(false)
      link.sayGoodbye()
      expect(tries).to.equal(3)
    } finally {
      link.close()
    }
  })
})
