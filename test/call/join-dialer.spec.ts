import { defaultLogger } from '@libp2p/logger'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { JoinDialer, retryPause } from '../../src/call/join-dialer.ts'
import { ATTEMPT_TIMEOUT, LONGEST_RETRY_PAUSE, MAX_ATTEMPTS } from '../../src/call/limits.ts'
import { randomPeer } from '../discovery/fixtures/dht-peer.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { Candidate } from '../../src/call/candidate-queue.ts'
import type { PeerId } from '@libp2p/interface'

const TRUE = multiaddr('/ip4/192.0.2.1/tcp/1')
const FALSE = multiaddr('/ip4/192.0.2.1/tcp/2')

describe('the dialer of a join', () => {
  let timers: ManualTimers
  let dialer: JoinDialer
  let member: PeerId
  let tried: string[]
  let running: number

  beforeEach(async () => {
    timers = new ManualTimers()
    member = await randomPeer()
    tried = []
    running = 0
    dialer = new JoinDialer({
      timers,
      log: defaultLogger().forComponent('test'),
      introducer: {
        isKnown: () => false,
        // nobody ever answers
        ask: async ({ multiaddrs: [address] }, { signal }) => {
          tried.push(address.toString())
          running++
          await new Promise((_resolve, reject) => { signal?.addEventListener('abort', () => { reject(signal.reason) }) }).finally(() => { running-- })
        }
      }
    })
  })

  afterEach(() => {
    dialer.stop()
    expect(timers.size).to.equal(0)
  })

  it('tries 8 at once, and each for 3 s', async () => {
    for (let i = 0; i < 20; i++) {
      dialer.add(candidate(await randomPeer(), FALSE))
    }

    await timers.advance(ATTEMPT_TIMEOUT - 1)
    expect([running, tried.length]).to.deep.equal([MAX_ATTEMPTS, MAX_ATTEMPTS])

    await timers.advance(2)
    expect([running, tried.length]).to.deep.equal([MAX_ATTEMPTS, MAX_ATTEMPTS + 1])
  })

  it('tries a member at its true addresses as soon as they are proven, though it is being tried at false ones', async () => {
    dialer.add(candidate(member, FALSE, 'liar'))
    await timers.advance(1)
    dialer.add({ ...candidate(member, TRUE, 'honest'), standing: 'proven' })
    await timers.advance(1)

    expect(tried).to.deep.equal([FALSE.toString(), TRUE.toString()])
    expect(running).to.equal(1)
  })

  it('tries a member at the addresses that another has told when those of the first lead nowhere', async () => {
    dialer.add(candidate(member, FALSE, 'liar'))
    dialer.add(candidate(member, TRUE, 'honest'))
    await timers.advance(ATTEMPT_TIMEOUT - 1)
    expect(tried).to.deep.equal([FALSE.toString()])

    await timers.advance(2)
    expect(tried).to.deep.equal([FALSE.toString(), TRUE.toString()])
    expect([running, dialer.idle]).to.deep.equal([1, false])
  })

  it('pauses for 2 s after a failure, and twice as long after each further one, up to 5 minutes', async () => {
    for (const pause of [2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000]) {
      tried = []
      dialer.add(candidate(member, FALSE))
      dialer.fail(member.toString())
      await timers.advance(pause - 1)
      dialer.add(candidate(member, FALSE))
      expect([tried.length, dialer.idle]).to.deep.equal([1, true])
      await timers.advance(1)
    }
  })

  it('forgets the failures of a candidate that answers', async () => {
    for (let failures = 0; failures < 3; failures++) {
      dialer.add(candidate(member, FALSE))
      dialer.fail(member.toString())
      await timers.advance(LONGEST_RETRY_PAUSE)
    }

    dialer.add(candidate(member, FALSE))
    dialer.succeed(member.toString())
    dialer.add(candidate(member, FALSE))
    dialer.fail(member.toString())
    tried = []
    await timers.advance(retryPause(1))
    dialer.add(candidate(member, FALSE))

    expect(tried).to.have.lengthOf(1)
  })

  it('asks others half a second after one has answered', async () => {
    dialer.add(candidate(member, FALSE))
    dialer.add(candidate(await randomPeer(), TRUE))
    dialer.succeed(member.toString())
    await timers.advance(499)
    expect(tried).to.deep.equal([FALSE.toString()])

    await timers.advance(1)
    expect(tried).to.deep.equal([FALSE.toString(), TRUE.toString()])
  })

  function candidate (id: PeerId, address: typeof TRUE, source = 'somebody'): Candidate {
    return { peer: { id, multiaddrs: [address] }, standing: 'told', source }
  }
})
