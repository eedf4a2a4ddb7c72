import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { isRunning, needsCoturn, OWN_ADDRESS } from '../bootstrap/fixtures/coturn.ts'
import { leaveAll, tone, untilAllHear } from '../fixtures/calls.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { until } from '../fixtures/until.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { TestCall } from '../fixtures/calls.ts'

describe('two who can reach each other through TURN alone', () => {
  let bootstrap: BootstrapPeer
  let calls: TestCall[]

  before(function () {
    needsCoturn(this)
  })

  beforeEach(async () => {
    bootstrap = await createBootstrapPeer({ port: 0, wsPort: false, webrtcPort: false, stunPort: false, turn: { port: 0 }, host: OWN_ADDRESS })
    calls = []
  })

  afterEach(async () => {
    await leaveAll(calls)
    await Promise.all(calls.map(async ({ peer }) => peer.stop()))
    await bootstrap?.stop()
  })

  it('hear each other with credentials from the bootstrap peer', async () => {
    await joinBoth()
    await untilAllHear(calls.map(({ call }) => call))
    expect(bootstrap.turnUrl).to.match(new RegExp(`^turn:${OWN_ADDRESS.replaceAll('.', '\\.')}:\\d+$`))
    // a link that is slow to connect may have been created again meanwhile
    const used = await until('both links to use a pair', async () => {
      const found = await pairs()

      return found.every(types => types.length > 0) && found
    })
    expect(used).to.deep.equal([['relay', 'relay'], ['relay', 'relay']])
  })

  it('hear each other again after coturn has died, and been started again', async () => {
    await joinBoth()
    await untilAllHear(calls.map(({ call }) => call))

    const { pid } = bootstrap.turn ?? {}
    process.kill(pid ?? 0, 'SIGKILL')
    await until('the death', () => !isRunning(pid ?? 0))
    await until('a loss to be noticed', () => calls.every(({ call }) => call.participants[0]?.linkState !== 'connected'))
    await until('another process', () => bootstrap.turn?.pid != null && bootstrap.turn.pid !== pid)
    await until('both links', () => calls.every(({ call }) => call.participants[0]?.linkState === 'connected'))
    await untilAllHear(calls.map(({ call }) => call))
  })

  /** Types of the candidates that each one's link uses; none while it is connecting */
  async function pairs (): Promise<string[][]> {
    return Promise.all(calls.map(async ({ call }) => {
      const report = [...(await driverOf(call).mesh.getLink(call.participants[0].publicKey)?.connection.getStats() as Map<string, any> | undefined)?.values() ?? []]
      const pair = report.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated === true && state === 'succeeded')

      return pair == null ? [] : [pair.localCandidateId, pair.remoteCandidateId].map(id => report.find(entry => entry.id === id).candidateType)
    }))
  }

  async function joinBoth (): Promise<void> {
    const identities = await Promise.all([createIdentity(), createIdentity()])
    const group = createGroup({ name: 'friends', owner: identities[0] })

    calls = await Promise.all(identities.map(async identity => {
      const peer = await createCallPeer({ identity, listen: ['/ip4/127.0.0.1/tcp/0'], bootstrap: bootstrap.addresses() })

      return { identity, peer, call: await peer.services.calls.join(group, { microphone: tone, iceTransportPolicy: 'relay' }) }
    }))
  }
})
