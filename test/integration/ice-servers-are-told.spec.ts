import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { leaveAll, tone, untilAllHear } from '../fixtures/calls.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { until } from '../fixtures/until.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { CallInit } from '../../src/index.ts'
import type { TestCall } from '../fixtures/calls.ts'

describe('the ICE servers of a bootstrap peer', () => {
  let bootstrap: BootstrapPeer
  let calls: TestCall[]

  beforeEach(async () => {
    bootstrap = await createBootstrapPeer({ host: '127.0.0.1', port: 0, wsPort: false, webrtcPort: false, stunPort: 0 })
    calls = []
  })

  afterEach(async () => {
    await leaveAll(calls)
    await Promise.all(calls.map(async ({ peer }) => peer.stop()))
    await bootstrap.stop()
  })

  it('are used by calls of peers that were told nothing else', async () => {
    await joinBoth({})
    await untilAllHear(calls.map(({ call }) => call))
    await until('both to use STUN', () => servers().every(urls => urls.includes(bootstrap.stunUrl ?? '')), { seen: servers })
    await until('the STUN responder to be asked', () => (bootstrap.statistics().stun?.answered ?? 0) > 0)
  })

  it('are not used by calls that want none', async () => {
    await joinBoth({ iceServers: [] })
    await untilAllHear(calls.map(({ call }) => call))
    expect(servers()).to.deep.equal([[], []])
    expect(bootstrap.statistics().stun?.answered).to.equal(0)
  })

  /** URLs of the ICE servers of each one's link */
  function servers (): string[][] {
    return calls.map(({ call }) => driverOf(call).mesh.getLink(call.participants[0].publicKey)?.connection.getConfiguration().iceServers?.flatMap(({ urls }) => urls) ?? [])
  }

  async function joinBoth (init: CallInit): Promise<void> {
    const identities = await Promise.all([createIdentity(), createIdentity()])
    const group = createGroup({ name: 'friends', owner: identities[0] })

    calls = await Promise.all(identities.map(async identity => {
      const peer = await createCallPeer({ identity, listen: ['/ip4/127.0.0.1/tcp/0'], bootstrap: bootstrap.addresses() })

      return { identity, peer, call: await peer.services.calls.join(group, { microphone: tone, ...init }) }
    }))
  }
})
