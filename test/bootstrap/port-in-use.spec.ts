import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { claimPorts } from '../../bootstrap/ports.ts'
import { ANY_PORTS, freePort, TCP_ONLY } from './fixtures/client.ts'
import type { AddressInfo } from 'node:net'

const HOSTS = ['127.0.0.1']

describe('a port in use', () => {
  for (const option of ['port', 'wsPort', 'webrtcPort', 'stunPort'] as const) {
    it(`is named when it is the ${option}, and nothing is left listening`, async () => {
      const protocol = option === 'port' || option === 'wsPort' ? 'tcp' : 'udp'
      const holder = protocol === 'tcp' ? createServer().listen(0, HOSTS[0]) : createSocket('udp4').bind(0, HOSTS[0])

      await once(holder, 'listening')

      const taken = (holder.address() as AddressInfo).port
      const [webrtcPort, stunPort] = await claimPorts([
        { protocol: 'udp', port: 0, use: 'WebRTC-Direct' },
        { protocol: 'udp', port: 0, use: 'STUN' }
      ], HOSTS)
      const ports = { port: await freePort(), wsPort: await freePort(), webrtcPort, stunPort, [option]: taken }

      await expect(createBootstrapPeer({ ...ANY_PORTS, ...ports })).to.eventually.be.rejectedWith(`Port ${taken}/${protocol}`)
        .with.property('name', 'PortInUseError')

      holder.close()
      await once(holder, 'close')

      // all are free
      await claimPorts([
        { protocol: 'tcp', port: ports.port, use: 'TCP' },
        { protocol: 'tcp', port: ports.wsPort, use: 'WebSocket' },
        { protocol: 'udp', port: ports.webrtcPort, use: 'WebRTC-Direct' },
        { protocol: 'udp', port: ports.stunPort, use: 'STUN' }
      ], HOSTS)
    })
  }

  it('is named when it is the page\'s, and WebRTC-Direct has not taken its own in vain', async () => {
    const holder = createServer().listen(0, HOSTS[0])
    await once(holder, 'listening')
    const taken = (holder.address() as AddressInfo).port
    const webrtc = { protocol: 'udp', port: 0, use: 'WebRTC-Direct' } as const
    const [webrtcPort] = await claimPorts([webrtc], HOSTS)

    await expect(createBootstrapPeer({ ...ANY_PORTS, webrtcPort, page: { directory: import.meta.dirname, port: taken } })).to.eventually.be.rejectedWith(`Port ${taken}/tcp (the page)`)
      .with.property('name', 'PortInUseError')

    holder.close()
    await claimPorts([{ ...webrtc, port: webrtcPort }], HOSTS)
  })

  it('is also a port that was asked for twice', async () => {
    const port = await freePort()

    await expect(createBootstrapPeer({ ...TCP_ONLY, port, wsPort: port })).to.eventually.be.rejectedWith(`${port}/tcp (WebSocket)`)
  })

  it('is free again when a peer has stopped, even twice', async () => {
    const port = await freePort()
    const [stunPort] = await claimPorts([{ protocol: 'udp', port: 0, use: 'STUN' }], HOSTS)

    for (let i = 0; i < 2; i++) {
      const peer = await createBootstrapPeer({ ...TCP_ONLY, stunPort, port })

      expect(peer.addresses()).to.have.lengthOf(1)
      expect(peer.stunUrl).to.equal(`stun:127.0.0.1:${stunPort}`)
      await Promise.all([peer.stop(), peer.stop()])
      await peer.stop()
      expect(peer.addresses()).to.be.empty()
      expect(peer.stunUrl).to.be.undefined()
    }
  })

  it('matters not to a peer that is not started', async () => {
    const peer = await createBootstrapPeer({ ...TCP_ONLY, start: false })

    expect(peer.addresses()).to.be.empty()
    await peer.stop()
  })

  it('is not looked for once the signal has aborted', async () => {
    await expect(createBootstrapPeer({ ...TCP_ONLY, signal: AbortSignal.abort() })).to.eventually.be.rejected().with.property('name', 'AbortError')
  })
})
