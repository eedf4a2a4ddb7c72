import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup } from '../../src/index.ts'
import { joinLater, leaveAll, untilCall } from '../fixtures/calls.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import { OFFER, RawMember } from '../fixtures/raw-member.ts'
import type { Group, Participant } from '../../src/index.ts'
import type { SignalMessage, SignedPresence } from '../../src/signaling/messages.ts'
import type { TestCall } from '../fixtures/calls.ts'
import type { TestNetwork } from '../fixtures/network.ts'

const SIZES = [5, 4]

/**
 * Nine peers share this process. Where it is too slow, they would take each other for gone,
 * and what is left of two calls may fit together
 */
const LIMITS = { silenceLimit: Infinity, lossLimit: Infinity, goneLimit: Infinity }

/** Who only listens needs no sound card and little of the processor */
const LISTENING = { microphone: undefined }

describe('two calls of one group that are too large together', () => {
  const networks: TestNetwork[] = []
  const calls: TestCall[][] = []
  /** Pairs of one call of which one end has lost the other, for however short a time */
  const parted: string[][] = []
  /** Pairs that were linked, for however short a time */
  const linked: string[][] = []
  const apart = new Map<TestCall, number>()

  before(async () => {
    const group = createGroup({ name: 'friends', owner: await createIdentity() })

    for (const size of SIZES) {
      const network = await createTestNetwork({ limits: LIMITS })
      networks.push(network)
      calls.push(await startCall(network, group, size))
    }
  })

  after(async () => {
    await leaveAll(calls.flat())
    await Promise.all(networks.map(async network => network.stop()))
  })

  it('stay separate, and everybody is told, whatever a member that is in both says', async () => {
    const [here, there] = calls
    const mallory = await RawMember.create(networks[0], here[0])
    const again = RawMember.as(mallory, there[0])

    for (const [member, own, others] of [[mallory, here, there], [again, there, here]] as const) {
      for (const callId of [own[0].call.callId, others[0].call.callId]) {
        for (const message of lies(others)) {
          await member.send(await member.frame(message, { callId }))
        }
      }

      // once this is answered, everything before has been handled
      await member.ask()
    }

    await Promise.all(calls.flat().map(async test => untilCall(test.call, 'apart', () => apart.get(test) != null)))

    for (const tests of calls) {
      const keys = tests.map(({ call: { publicKey } }) => publicKey)

      for (const { call } of tests) {
        const others = keys.filter(key => key !== call.publicKey)
        expect(call.state).to.equal('active')
        await untilCall(call, 'participant:update', () => others.every(other => linkedWith(call.participants).includes(other)))
      }
    }

    expect(parted).to.deep.equal([])
    expect(linked.filter(pair => !calls.some(tests => areIn(tests, pair)))).to.deep.equal([])
    // once for each of the two ids that she uses
    expect(Math.max(...apart.values()), 'how often each was told').to.be.at.most(2)
  })

  async function startCall (network: TestNetwork, group: Group, size: number): Promise<TestCall[]> {
    const started: TestCall[] = []

    for (let index = 0; index < size; index++) {
      const test = await joinLater(network, group, LISTENING)
      started.push(test)
      test.call.addEventListener('participant:leave', ({ detail: { publicKey } }) => {
        if (started.some(({ call }) => call.publicKey === publicKey)) {
          parted.push([test.call.publicKey, publicKey])
        }
      })
      test.call.addEventListener('participant:update', ({ detail: { publicKey, linkState } }) => {
        if (linkState === 'connected') {
          linked.push([test.call.publicKey, publicKey])
        }
      })
      test.call.addEventListener('apart', () => { apart.set(test, (apart.get(test) ?? 0) + 1) })
    }

    await Promise.all(started.map(async ({ call }) => untilCall(call, 'participant:update', () => linkedWith(call.participants).length === size - 1)))

    return started
  }
})

/** Returns what would bring calls together if it were believed */
function lies (others: TestCall[]): SignalMessage[] {
  const presences = others.map(presenceOf)
  const keys = presences.map(({ publicKey }) => publicKey)
  const state = { muted: false, listenOnly: false, name: 'Mallory', participants: 1 + others.length, rosterVersion: 0, settled: true }

  return [
    { type: 'join', state: { ...state, participants: 1, settled: false }, others: [] },
    { type: 'welcome', presences, informed: keys, others: [], state: { ...state, participants: 2 } },
    { type: 'welcome', presences, informed: [], others: keys, state },
    { ...OFFER, others: keys },
    { type: 'links', links: keys.map(participant => ({ participant, state: 'connected' })) },
    { type: 'state', state }
  ]
}

/** Returns a participant's presence as another one of its call knows it */
function presenceOf ({ call: { publicKey } }: TestCall, _: number, all: TestCall[]): SignedPresence {
  const other = all.find(({ call }) => call.publicKey !== publicKey) as TestCall

  return driverOf(other.call).protocol.participants.presencesOf([publicKey])[0]
}

function areIn (tests: TestCall[], publicKeys: string[]): boolean {
  const inCall = tests.map(({ call }) => call.publicKey)

  return publicKeys.every(publicKey => inCall.includes(publicKey))
}

function linkedWith (participants: readonly Participant[]): string[] {
  return participants.filter(({ linkState }) => linkState === 'connected').map(({ publicKey }) => publicKey)
}
