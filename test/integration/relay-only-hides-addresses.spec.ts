import { networkInterfaces } from 'node:os'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, createGroup } from '../../src/index.ts'
import { withoutPeer } from '../../src/network/provider-record.ts'
import { needsCoturn } from '../bootstrap/fixtures/coturn.ts'
import { Running } from '../cli/fixtures/run.ts'
import { tone, untilAllHear } from '../fixtures/calls.ts'
import { onInput } from '../fixtures/driver-of.ts'
import { ip, missingNamespaces } from '../fixtures/namespaces.ts'
import { occursIn } from '../fixtures/traces.ts'
import { until } from '../fixtures/until.ts'
import type { CallPeer, GroupCall } from '../../src/index.ts'
import type { Connection } from '@libp2p/interface'

const NAMESPACE = `gc${process.pid}r`
const DEVICE = `gc${process.pid}v`
const BOOTSTRAP = '10.213.7.1'
const LOCAL = '10.213.7.2'

/** Everything that two participants have told each other and the bootstrap peer */
interface Sent {
  /** All that went over libp2p connections, after Noise has decrypted it */
  bytes: Uint8Array[]
  /** All that was sealed for the other participant, as text */
  messages: string[]
}

describe('participants who hide their addresses', () => {
  let bootstrap: Running
  let addresses: string[]
  let peers: CallPeer[]
  let calls: GroupCall[]

  before(async function () {
    needsCoturn(this)
    const missing = missingNamespaces()

    if (missing != null) {
      process.stderr.write(`    skipped: ${missing}\n`)
      this.skip()
    }

    ip('netns', 'add', NAMESPACE)
    ip('link', 'add', DEVICE, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', NAMESPACE)
    ip('addr', 'add', `${LOCAL}/24`, 'dev', DEVICE)
    ip('link', 'set', DEVICE, 'up')
    ip('-n', NAMESPACE, 'addr', 'add', `${BOOTSTRAP}/24`, 'dev', 'eth0')
    ip('-n', NAMESPACE, 'link', 'set', 'eth0', 'up')
    ip('-n', NAMESPACE, 'link', 'set', 'lo', 'up')
    bootstrap = new Running(['bootstrap', '--json', '--turn', '--host', BOOTSTRAP], { namespace: NAMESPACE })
    addresses = (await bootstrap.event(({ type }) => type === 'bootstrap')).addresses.filter((address: string) => /\/tcp\/\d+\/p2p\//.test(address))
  })

  beforeEach(() => {
    peers = []
    calls = []
  })

  afterEach(async () => {
    await Promise.all(calls.map(async call => call.leave()))
    await Promise.all(peers.map(async peer => peer.stop()))
  })

  after(async () => {
    if (bootstrap != null) {
      bootstrap.child.kill('SIGINT')
      await bootstrap.result
      ip('netns', 'del', NAMESPACE)
    }
  })

  it('hear each other, and nothing that they send contains an address of theirs', async () => {
    const sent = await talk([true, true])

    expect(sent.messages.some(text => text.includes('p2p-circuit'))).to.equal(true)
    expect(sent.messages.some(text => text.includes('typ relay'))).to.equal(true)
    expect(sent.messages.some(text => /typ (host|srflx|prflx)/.test(text))).to.equal(false)
    expect(found(sent)).to.deep.equal([])
    expect(peers.flatMap(peer => peer.getMultiaddrs()).map(String).filter(address => !address.startsWith(`/ip4/${BOOTSTRAP}/`) || !address.includes('/p2p-circuit/'))).to.deep.equal([])
  })

  it('are connected to an ordinary participant through the bootstrap peer alone', async () => {
    await talk([true, false])

    const [hidden, ordinary] = peers
    const between = [...ordinary.getConnections(hidden.peerId), ...hidden.getConnections(ordinary.peerId)]
    expect(between.length).to.be.greaterThan(0)
    expect(between.map(({ remoteAddr }) => remoteAddr.toString()).filter(address => !address.includes('/p2p-circuit'))).to.deep.equal([])
    // nor does it try: the peer that it dials would learn its address. A dial of a peer would join one under way
    const direct = ordinary.getMultiaddrs().filter(address => !address.toString().includes('/p2p-circuit')).map(withoutPeer)
    await expect(hidden.dial(direct)).to.eventually.be.rejectedWith('denied all addresses')
  })

  it('would be found out without hiding them', async () => {
    expect(found(await talk([false, false]))).to.include.members([`${LOCAL} in a connection`, `${LOCAL} in a message`])
  })

  /** Returns which addresses of this machine have been told, and where */
  function found ({ bytes, messages }: Sent): string[] {
    const own = Object.values(networkInterfaces()).flatMap(addresses => addresses ?? []).map(({ address }) => address)

    return own.flatMap(address => [
      ...(occursIn(bytes, [multiaddr(`/ip${address.includes(':') ? 6 : 4}/${address}`).bytes, new TextEncoder().encode(`/${address}/`)]) ? [`${address} in a connection`] : []),
      ...(messages.some(text => new RegExp(`[^\\da-f.:]${address.replaceAll('.', '\\.')}[^\\da-f.:]`).test(text)) ? [`${address} in a message`] : [])
    ])
  }

  async function talk (relayOnly: boolean[]): Promise<Sent> {
    const sent: Sent = { bytes: [], messages: [] }
    const identities = await Promise.all([createIdentity(), createIdentity()])
    const group = createGroup({ name: 'friends', owner: identities[0] })

    peers = await Promise.all(identities.map(async (identity, index) => createCallPeer({ identity, bootstrap: addresses, relay: true, relayOnly: relayOnly[index] })))
    peers.forEach(peer => {
      peer.getConnections().forEach(connection => { record(connection, sent.bytes) })
      peer.addEventListener('connection:open', ({ detail }) => { record(detail, sent.bytes) })
    })
    // presences should have addresses to hide
    await until('both to have an address', () => peers.every(peer => peer.getMultiaddrs().length > 0))
    calls = peers.map(peer => peer.services.calls.create(group, { microphone: tone }))
    calls.forEach(call => { onInput(call, input => { sent.messages.push(toText(input)) }) })
    await Promise.all(calls.map(async call => call.join()))
    await untilAllHear(calls)

    return sent
  }
})

/** Records what is sent at the muxer, where it isn't encrypted yet */
function record (connection: Connection, bytes: Uint8Array[]): void {
  const { muxer } = connection as any
  const { send } = muxer

  muxer.send = (data: { slice(): Uint8Array }) => {
    bytes.push(data.slice())

    return send.call(muxer, data)
  }
}

/** Everything in an input that can be read, without the bytes of keys and signatures */
function toText (input: unknown): string {
  return JSON.stringify(input, (_, value) => typeof value === 'bigint' || value instanceof Uint8Array ? undefined : value)
}
