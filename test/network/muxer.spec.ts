import { defaultLogger } from '@libp2p/logger'
import { multiaddrConnectionPair } from '@libp2p/utils'
import { expect } from 'aegir/chai'
import { streamMuxer } from '../../src/network/muxer.ts'

describe('a stream on a connection that is ending', () => {
  it('is refused to the caller, and ends nothing else', async () => {
    const [near] = multiaddrConnectionPair()
    const uncaught: unknown[] = []
    const listeners = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', err => { uncaught.push(err) })

    try {
      const muxer = streamMuxer()({ logger: defaultLogger() }).createStreamMuxer(near)
      Object.assign(near, { writeStatus: 'closed' })
      await expect(muxer.createStream()).to.eventually.be.rejected.with.property('name', 'StreamStateError')
      await new Promise(resolve => { setImmediate(resolve) })
    } finally {
      process.removeAllListeners('uncaughtException')
      listeners.forEach(listener => { process.on('uncaughtException', listener) })
    }

    expect(uncaught).to.deep.equal([])
  })
})
