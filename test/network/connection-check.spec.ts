import { expect } from 'aegir/chai'
import { checkConnection } from '../../src/network/connection-check.ts'
import type { Connection } from '@libp2p/interface'

describe('the check of a connection', () => {
  const connect = (localAddress: string | undefined, newStream: () => Promise<object>): { connection: Connection, errors: string[] } => {
    const errors: string[] = []
    const ended = Promise.withResolvers<never>()
    const connection = {
      status: 'open',
      timeline: { open: 0 },
      maConn: { socket: { localAddress } },
      newStream: async () => Promise.race([newStream(), ended.promise]),
      abort: (err: Error) => {
        errors.push(err.name)
        connection.status = 'aborted'
        ended.reject(err)
      }
    }

    return { connection: connection as unknown as Connection, errors }
  }
  const stream = async (): Promise<any> => ({ close: async () => {}, abort: () => {} })

  it('closes one from an address that is gone at once, whatever its other end answers', async () => {
    for (const address of ['192.0.2.1', '::ffff:192.0.2.1']) {
      const { connection, errors } = connect(address, stream)
      await checkConnection(connection, ['192.0.2.1'])
      expect(errors).to.deep.equal(['ConnectionClosedError'])
    }
  })

  it('keeps one whose other end answers, if only to refuse', async () => {
    for (const newStream of [stream, async () => { throw new Error('unsupported') }]) {
      const { connection, errors } = connect('192.0.2.2', newStream)
      await checkConnection(connection, ['192.0.2.1'])
      expect(errors).to.deep.equal([])
    }
  })

  it('asks where the local address can\'t be known, and closes one without an answer', async () => {
    const { connection, errors } = connect(undefined, async () => new Promise(() => {}))
    await checkConnection(connection, ['192.0.2.1'])
    expect(errors).to.deep.equal(['TimeoutError'])
  })
})
