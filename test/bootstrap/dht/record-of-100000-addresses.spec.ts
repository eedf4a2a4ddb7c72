import { fork } from 'node:child_process'
import { once } from 'node:events'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { createBootstrapPeer, getPreset } from '../../../bootstrap/index.ts'
import { createIdentity } from '../../../keys/index.ts'
import { askForProviders } from '../../../src/discovery/direct-first.ts'
import { createGroup, deriveGroupKeys } from '../../../src/group/index.ts'
import { createCallPeer } from '../../../src/index.ts'
import { memoryCost } from '../../fixtures/memory.ts'
import { modulePath } from '../../fixtures/paths.ts'
import { joined, TCP_ONLY } from '../fixtures/client.ts'
import type { BootstrapPeer } from '../../../bootstrap/index.ts'
import type { CallPeer } from '../../../src/index.ts'
import type { Client } from '../fixtures/client.ts'
import type { CID } from 'multiformats/cid'
import type { ChildProcess } from 'node:child_process'

const ADDRESSES = 100_000

/** Bytes that one may cost */
const LIMIT = 5 * 1_024 * 1_024

/** ms that the event loop may stand still: it takes 12 s to make objects of all */
const STILL = 500

describe('one record of 100,000 addresses', () => {
  let key: CID
  let attacker: ChildProcess
  let address: string
  let server: BootstrapPeer | undefined
  let reader: CallPeer | undefined

  before(async () => {
    key = (await deriveGroupKeys(createGroup({ name: 'friends', owner: { publicKey: 'a'.repeat(64) } })).rendezvous(1)).key
    attacker = fork(modulePath('test/bootstrap/fixtures/huge-record-process.ts'), ['1'])
    const [message] = await once(attacker, 'message')
    address = message.address
  })

  after(async () => {
    await Promise.all([server?.stop(), reader?.stop()])
    attacker.kill('SIGKILL')
  })

  it('costs a server at most 5 MiB, and isn\'t stored', async () => {
    server = await createBootstrapPeer(TCP_ONLY)
    const [to] = server.addresses()

    // a good one first, so that what is seen is the record and not the connection
    expect(await add(to)).to.deep.equal({ providers: 1 })
    await setAddresses(ADDRESSES)
    const cost = await costOf(async () => { expect(await add(to)).to.have.property('error') })

    expect(cost).to.be.lessThan(LIMIT)
  })

  it('costs a peer that asks at most 5 MiB, and isn\'t read', async () => {
    reader = await createCallPeer({ identity: await createIdentity(), listen: ['/ip4/127.0.0.1/tcp/0'] })
    const connection = await reader.dial(multiaddr(address))
    const ask = async (): Promise<number> => (await askForProviders(connection, {
      protocol: getPreset('local').dhtProtocol,
      key,
      record: { id: new Uint8Array(0), multiaddrs: [], proof: new Uint8Array(0) },
      rules: { privateAddresses: true, own: [] }
    })).providers.length
    const walk = async (): Promise<void> => {
      for await (const peer of reader?.peerRouting.getClosestPeers(key.multihash.bytes, { signal: AbortSignal.timeout(100_000) }) ?? []) {
        expect(peer.id.equals(connection.remotePeer)).to.equal(true)
      }
    }

    await setAddresses(1)
    expect(await ask()).to.equal(1)
    await joined(reader as unknown as Client)
    await walk()
    await setAddresses(ADDRESSES)
    const cost = await costOf(async () => {
      await expect(ask()).to.eventually.be.rejected()
      await walk()
    })

    expect(cost).to.be.lessThan(LIMIT)
  })

  /** Bytes; the second time it is the event loop that is looked at */
  async function costOf (action: () => Promise<void>): Promise<number> {
    const cost = await memoryCost(action)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    await action()
    delay.disable()

    expect(delay.max / 1e6).to.be.lessThan(STILL)

    return cost
  }

  async function add (to: string): Promise<unknown> {
    attacker.send({ addTo: to, key: [...key.multihash.bytes] })
    const [answer] = await once(attacker, 'message')

    return answer
  }

  async function setAddresses (addresses: number): Promise<void> {
    attacker.send({ addresses })
    await once(attacker, 'message')
  }
})
