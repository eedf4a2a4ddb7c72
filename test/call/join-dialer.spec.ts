import { defaultLogger } from '@libp2p/logger'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { JoinDialer, retryPause } from '../../src/call/join-dialer.ts'
import { ANSWER_TIMEOUT, ATTEMPT_TIMEOUT, LONGEST_RETRY_PAUSE, MAX_ATTEMPTS, MAX_RETRIES } from '../../src/call/limits.ts'
import { randomPeer } from '../discovery/fixtures/dht-peer.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { Candidate } from '../../src/call/candidate-queue.ts'
import type { PeerId } from '@libp2p/interface'

const TRUE = multiaddr('/ip4/192.0.2.1/tcp/1')
const FALSE = multiaddr('/ip4/192.0.2.1/tcp/2')
const RELAYED = multiaddr('/ip4/192.0.2.9/tcp/1/p2p/12D3KooWQaLWddPkoZ6mXJQZjKXhAZLemamHcWczCZVCVtCDJU2q/p2p-circuit')

describe('the dialer of a join', () => {
  let timers: ManualTimers
  let dialer: JoinDialer
  let member: PeerId
  let tried: string[]
  let running: number
  /** Whether hosts accept connections */
  let accepting: boolean

  beforeEach(async () => {
    timers = new ManualTimers()
    member = await randomPeer()
    tried = []
    running = 0
    accepting = false
    dialer = new JoinDialer({
      timers,
      log: defaultLogger().forComponent('test'),
      introducer: {
        isKnown: () => false,
        // nobody ever answers
        ask: async ({ multiaddrs: [address] }, { signal, onAccepted }) => {
          tried.push(address.toString())
          running++

          if (accepting) {
            onAccepted?.()
          }

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

  it('waits for a peer that is there but busy, and meanwhile asks others in its place', async () => {
    let slow = 0
    dialer.addEventListener('slow', () => { slow++ })
    accepting = true

    for (let i = 0; i < MAX_ATTEMPTS + 1; i++) {
      dialer.add(candidate(await randomPeer(), FALSE))
    }

    await timers.advance(ATTEMPT_TIMEOUT)
    expect([slow, running, tried.length]).to.deep.equal([1, MAX_ATTEMPTS + 1, MAX_ATTEMPTS + 1])
    await timers.advance(ANSWER_TIMEOUT - ATTEMPT_TIMEOUT - 1)
    expect(dialer.idle).to.equal(false)
    await timers.advance(ANSWER_TIMEOUT)
    expect(dialer.idle).to.equal(true)
  })

  it('tries a member that may be back at once, whatever failed before', async () => {
    for (let failures = 0; failures < 5; failures++) {
      dialer.forgive(member.toString())
      dialer.add(candidate(member, FALSE))
      dialer.fail(member.toString())
    }

    expect(tried).to.have.lengthOf(5)
  })

  it('tries a member at its true addresses as soon as they are proven, even while it is being tried at false ones', async () => {
    dialer.add(candidate(member, FALSE, 'liar'))
    await timers.advance(1)
    dialer.add({ ...candidate(member, TRUE, 'honest'), standing: 'proven' })
    await timers.advance(1)

    expect(tried).to.deep.equal([FALSE.toString(), TRUE.toString()])
    expect(running).to.equal(1)
  })

  for (const standing of ['known', 'proven'] as const) {
    it(`tries a member through its relay at once, while it is being tried at ${standing} addresses without one`, async () => triesThroughRelay(standing))
  }

  it('goes on trying a member where it is being tried, when others of its addresses are proven', async () => {
    dialer.add({ ...candidate(member, FALSE), standing: 'known' })
    await timers.advance(1)
    dialer.add({ ...candidate(member, TRUE), standing: 'proven' })
    await timers.advance(1)

    expect(tried).to.deep.equal([FALSE.toString()])
  })

  it('tries the addresses from another member when those from the first lead nowhere', async () => {
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

  it('asks a member again that did not answer, six times, and a peer that is only claimed to be one not at all', async () => {
    dialer.add({ ...candidate(member, TRUE), standing: 'proven' })
    dialer.add(candidate(await randomPeer(), FALSE))
    await timers.advance(30 * 60_000)

    expect(tried.filter(address => address === TRUE.toString())).to.have.lengthOf(1 + MAX_RETRIES)
    expect(tried.filter(address => address === FALSE.toString())).to.have.lengthOf(1)
  })

  it('does not ask a member again that has refused', async () => {
    dialer.add({ ...candidate(member, TRUE), standing: 'proven' })
    dialer.fail(member.toString())
    await timers.advance(60_000)

    expect(tried).to.have.lengthOf(1)
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

  it('asks others half a second after the first answer', async () => {
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

  async function triesThroughRelay (standing: 'known' | 'proven'): Promise<void> {
    dialer.add({ ...candidate(member, FALSE), standing })
    await timers.advance(1)
    dialer.add({ ...candidate(member, RELAYED), standing: 'proven' })
    await timers.advance(1)
    // an old record
    dialer.add({ ...candidate(member, FALSE), standing: 'proven' })
    await timers.advance(1)

    expect(tried).to.deep.equal([FALSE.toString(), RELAYED.toString()])
    expect(running).to.equal(1)
  }
})
