import { expect } from 'aegir/chai'
import { createBootstrapPeer } from '../../bootstrap/index.ts'
import { TextMetrics } from '../../bootstrap/metrics/text-metrics.ts'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { leaveAll, tone, untilCall } from '../fixtures/calls.ts'
import type { BootstrapPeer } from '../../bootstrap/index.ts'
import type { TestCall } from '../fixtures/calls.ts'

/** A line of Prometheus's text format, other than a comment */
const SAMPLE = /^[a-zA-Z_:][\w:]*(?:\{[a-zA-Z_]\w*="(?:[^"\\]|\\.)*"(?:,[a-zA-Z_]\w*="[^"]*")*\})? -?[\d.e+-]+$/

describe('metrics', () => {
  const metrics = [new TextMetrics(), new TextMetrics()]
  let bootstrap: BootstrapPeer
  const calls: TestCall[] = []

  before(async () => {
    bootstrap = await createBootstrapPeer({ host: '127.0.0.1', port: 0, wsPort: false, webrtcPort: false, stunPort: 0, metricsServer: { port: 0 } })
    const identities = await Promise.all(metrics.map(async () => createIdentity()))
    const group = createGroup({ name: 'friends', owner: identities[0] })

    for (const [index, identity] of identities.entries()) {
      const peer = await createCallPeer({ identity, bootstrap: bootstrap.addresses(), listen: ['/ip4/127.0.0.1/tcp/0'], metrics: () => metrics[index] })
      calls.push({ identity, peer, call: await peer.services.calls.join(group, { microphone: tone }) })
    }

    await Promise.all(calls.map(async ({ call }) => untilCall(call, 'participant:update', () => call.participants[0]?.linkState === 'connected')))
  })

  after(async () => {
    await leaveAll(calls)
    await Promise.all([...calls.map(async ({ peer }) => peer.stop()), bootstrap.stop()])
  })

  it('of a call peer show its calls, links and joins', async () => {
    const [first, second] = await Promise.all(metrics.map(async metrics => samplesOf(await metrics.render())))

    expect(first).to.include({ groupcall_calls: 1, groupcall_participants: 1, 'groupcall_joins_total{result="alone"}': 1, groupcall_join_seconds_count: 0 })
    expect(second).to.include({ 'groupcall_links{state="connected"}': 1, 'groupcall_links{state="reconnecting"}': 0, 'groupcall_joins_total{result="joined"}': 1, groupcall_join_seconds_count: 1, 'groupcall_join_seconds_bucket{le="+Inf"}': 1 })
    expect(second['libp2p_connection_manager_connections{libp2p_connection_manager_connections="outbound"}'], 'libp2p\'s own').to.be.at.least(1)
  })

  it('of a call peer keep what was dropped in calls that have ended', async () => {
    const { call } = calls[1]
    // as if an attacker had been there
    Object.defineProperty(call, 'dropped', { get: () => ({ replayed: 3 }) })
    const during = samplesOf(await metrics[1].render())
    await call.leave()
    const after = samplesOf(await metrics[1].render())

    expect([during, after].map(samples => [samples.groupcall_calls, samples['groupcall_dropped_messages_total{reason="replayed"}']])).to.deep.equal([[1, 3], [0, 3]])
  })

  it('of a bootstrap peer are served on this machine alone', async () => {
    const url = bootstrap.metricsUrl ?? ''
    const response = await fetch(url)
    const samples = samplesOf(await response.text())

    expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/metrics$/)
    expect(response.headers.get('content-type')).to.include('version=0.0.4')
    expect(samples['groupcall_dht_requests_total{type="registration"}']).to.be.at.least(2)
    expect(samples['groupcall_dht_requests_total{type="lookup"}']).to.be.at.least(2)
    expect(samples).to.include({ 'groupcall_dht_stored{what="records"}': samples['groupcall_dht_stored{what="keys"}'] * 2, groupcall_relay_reservations: 0, 'groupcall_stun_requests_total{result="limited"}': 0 })
    expect((await fetch(new URL('/', url))).status).to.equal(404)
  })
})

/** Returns the values by name and labels; throws for a line that Prometheus wouldn't read */
function samplesOf (text: string): Record<string, number> {
  const lines = text.trimEnd().split('\n').filter(line => !line.startsWith('# '))
  expect(lines.filter(line => !SAMPLE.test(line))).to.deep.equal([])

  return Object.fromEntries(lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]))
}
