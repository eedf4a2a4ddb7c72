import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { modulePath } from '../fixtures/paths.ts'
import { ANY_PORTS, createClient, pick } from './fixtures/client.ts'
import type { TransportManager } from '@libp2p/interface-internal'

describe('stop while browsers still send', () => {
  // the crash is a matter of luck, so this looks at its cause
  it('does not free what the next packet would use', async () => {
    const peer = await createBootstrapPeer(ANY_PORTS)
    const { components } = peer.node as unknown as { components: { transportManager: TransportManager } }
    const sockets = components.transportManager.getListeners().flatMap(listener => 'stunServer' in listener ? [listener.stunServer] : []) as Array<{ close(): void }>

    await peer.stop()
    expect(sockets).to.have.lengthOf(1)
    expect(sockets[0].close.name).to.equal('leaveOpen')
  })

  it('does not end the process', async () => {
    const child = fork(modulePath('test/bootstrap/fixtures/peer-process.ts'), [JSON.stringify(ANY_PORTS)])
    const client = await createClient()

    try {
      const [addresses] = await once(child, 'message')
      const address = pick(addresses, /webrtc-direct/)

      await client.dial(address)
      child.send('stop')
      await once(child, 'message')

      // its STUN requests arrive, and nobody answers
      await expect(client.dial(address, { force: true, signal: AbortSignal.timeout(1_000) })).to.eventually.be.rejected()

      child.send('are you there?')
      await expect(once(child, 'message')).to.eventually.include('are you there?')
    } finally {
      await client.stop()
      child.kill('SIGKILL')
    }
  })
})
