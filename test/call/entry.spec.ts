import { defaultLogger } from '@libp2p/logger'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import sinon from 'sinon'
import { Entry } from '../../src/call/entry.ts'
import { ATTEMPT_TIMEOUT, MAX_ATTEMPTS } from '../../src/call/limits.ts'
import { randomPeer } from '../discovery/fixtures/dht-peer.ts'
import type { Candidate } from '../../src/call/candidate-queue.ts'
import type { PeerId } from '@libp2p/interface'

const TRUE = multiaddr('/ip4/192.0.2.1/tcp/1')
const FALSE = multiaddr('/ip4/192.0.2.1/tcp/2')

describe('the entry into a call', () => {
  let timers: sinon.SinonFakeTimers
  let entry: Entry
  let member: PeerId
  let tried: string[]
  let running: number

  beforeEach(async () => {
    timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    member = await randomPeer()
    tried = []
    running = 0
    entry = new Entry({
      log: defaultLogger().forComponent('test'),
      isKnown: () => false,
      // nobody ever answers
      introduce: async ({ multiaddrs: [address] }, signal) => {
        tried.push(address.toString())
        running++
        await new Promise((_resolve, reject) => { signal.addEventListener('abort', () => { reject(signal.reason) }) }).finally(() => { running-- })
      }
    })
  })

  afterEach(() => {
    entry.stop()
    timers.restore()
  })

  it('tries 8 at once, and each for 3 s', async () => {
    for (let i = 0; i < 20; i++) {
      entry.add(candidate(await randomPeer(), FALSE))
    }

    await timers.tickAsync(ATTEMPT_TIMEOUT - 1)
    expect([running, tried.length]).to.deep.equal([MAX_ATTEMPTS, MAX_ATTEMPTS])

    await timers.tickAsync(2)
    expect([running, tried.length]).to.deep.equal([MAX_ATTEMPTS, MAX_ATTEMPTS + 1])
  })

  it('tries a member at its true addresses as soon as they are proven, though it is being tried at false ones', async () => {
    entry.add(candidate(member, FALSE, 'liar'))
    await timers.tickAsync(1)
    entry.add({ ...candidate(member, TRUE, 'honest'), standing: 'proven' })
    await timers.tickAsync(1)

    expect(tried).to.deep.equal([FALSE.toString(), TRUE.toString()])
    expect(running).to.equal(1)
  })

  it('tries a member at the addresses that another has told when those of the first lead nowhere', async () => {
    entry.add(candidate(member, FALSE, 'liar'))
    entry.add(candidate(member, TRUE, 'honest'))
    await timers.tickAsync(ATTEMPT_TIMEOUT - 1)
    expect(tried).to.deep.equal([FALSE.toString()])

    await timers.tickAsync(2)
    expect(tried).to.deep.equal([FALSE.toString(), TRUE.toString()])
    expect([running, entry.idle]).to.deep.equal([1, false])
  })

  it('does not try again at once whom it has tried', async () => {
    entry.add(candidate(member, FALSE))
    await timers.tickAsync(1)
    entry.fail(member.toString())
    entry.add(candidate(member, FALSE))
    await timers.tickAsync(1_000)

    expect(tried).to.have.lengthOf(1)
    expect(entry.idle).to.equal(true)
  })

  function candidate (id: PeerId, address: typeof TRUE, source = 'somebody'): Candidate {
    return { peer: { id, multiaddrs: [address] }, standing: 'told', source }
  }
})
