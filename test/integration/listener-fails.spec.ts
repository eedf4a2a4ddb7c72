import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { captureLogs } from '../fixtures/capture-logs.ts'

describe('a listener of a call that fails', () => {
  for (const [what, listener] of [
    ['by an exception', () => { throw new Error('broken listener') }],
    ['by a rejection', async () => { throw new Error('broken listener') }]
  ] as const) {
    it(`${what} is logged once, and neither the other listeners nor the call notice`, async () => {
      const logged: string[] = []
      const states: string[] = []
      const identity = await createIdentity()
      const peer = await createCallPeer({ identity, listen: ['/ip4/127.0.0.1/tcp/0'], logger: captureLogs(logged) })

      try {
        const call = await peer.services.calls.join(createGroup({ name: 'friends', owner: identity }))
        call.addEventListener('state', listener, { once: true })
        call.addEventListener('state', ({ detail }) => { states.push(detail) })
        await call.leave()
        await new Promise(setImmediate)
      } finally {
        await peer.stop()
      }

      expect(states).to.deep.equal(['leaving', 'ended'])
      expect(logged.filter(line => line.includes('broken listener'))).to.have.lengthOf(1)
    })
  }
})
