import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expect } from 'aegir/chai'
import { askStunServers, createStunResponder } from '../../bootstrap/index.ts'
import type { StunResponder } from '../../bootstrap/index.ts'

describe('asking STUN servers', () => {
  const responders: StunResponder[] = []

  const open = async (host: string): Promise<{ address: string, port: number }> => {
    const responder = createStunResponder({ host, port: 0 })
    responders.push(responder)
    await responder.start()

    return { address: host, port: responder.port }
  }

  afterEach(async () => {
    await Promise.all(responders.splice(0).map(async responder => responder.stop()))
  })

  it('tells the address that each sees, from the same port', async () => {
    const [a, b, c] = await askStunServers([await open('127.0.0.1'), await open('::1'), await open('127.0.0.1')])

    expect([a?.address, b?.address, c?.address]).to.deep.equal(['127.0.0.1', '::1', '127.0.0.1'])
    expect(a?.port).to.equal(c?.port)
  })

  it('goes on without those that don\'t answer', async () => {
    const silent = createSocket('udp4')
    silent.bind(0, '127.0.0.1')
    await once(silent, 'listening')
    const server = await open('127.0.0.1')
    const waiting = new AbortController()
    const asked = once(silent, 'message').then(async () => once(silent, 'message')).then(() => { waiting.abort() })
    const answers = await askStunServers([{ address: '127.0.0.1', port: silent.address().port }, server], { signal: waiting.signal })
    await asked
    silent.close()

    expect(answers[0]).to.equal(undefined)
    expect(answers[1]).to.include({ address: '127.0.0.1' })
  })
})
