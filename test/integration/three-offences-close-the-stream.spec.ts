import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup } from '../../src/index.ts'
import { joinLater, untilCall } from '../fixtures/calls.ts'
import { ALONE, OFFER, RawMember, untilClosed } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { Stream } from '@libp2p/interface'

const ANSWER: SignalMessage = { ...OFFER, type: 'answer' }
const CHAT: SignalMessage = { type: 'chat', text: 'hello' }
const FOREIGN_CALL = 'f'.repeat(32)

interface Case {
  what: string
  reason: string
  /** How the member's key compares with that of the participant in the call */
  key?: 'lower' | 'higher'
  /** What is good, and comes first: a participant joins, somebody else has a look */
  first: SignalMessage
  /** Makes another bad message each time */
  bad(member: RawMember): Promise<() => Promise<Uint8Array>>
}

describe('what no honest member sends', () => {
  const scene = createScene()

  before(async () => {
    scene.calls = [await joinLater(scene.network, createGroup({ name: 'friends', owner: await createIdentity() }))]
  })

  let member: RawMember
  /** The session that has replaced the first one of the member, in the case that has two */
  let newer: RawMember | undefined
  const join: SignalMessage = { type: 'join', state: ALONE }
  const cases: Case[] = [
    {
      what: 'an offer from the lower key',
      reason: 'unexpected-offer',
      key: 'lower',
      first: join,
      bad: async member => async () => member.frame(OFFER)
    },
    {
      what: 'an answer to a participant that has made no offer',
      reason: 'unexpected-answer',
      key: 'higher',
      first: join,
      bad: async member => async () => member.frame(ANSWER)
    },
    {
      what: 'an answer to an offer that was answered',
      reason: 'unexpected-answer',
      key: 'lower',
      first: join,
      bad: async member => {
        await member.send(await member.frame(ANSWER))

        return async () => member.frame(ANSWER)
      }
    },
    {
      what: 'a message that was sent before',
      reason: 'replay',
      first: join,
      bad: async member => {
        const frame = await member.frame(CHAT)
        await member.send(frame)

        return async () => frame
      }
    },
    {
      what: 'a message of a session that a newer one has replaced',
      reason: 'wrong-session',
      first: join,
      bad: async member => {
        const again = newer = member.again()
        await again.send(await again.frame(join))
        await untilCall(scene.calls[0].call, 'participant:join', () => participants().some(({ session }) => session === again.session))

        return async () => member.frame(CHAT)
      }
    },
    {
      what: 'a message of a call that nobody knows',
      reason: 'unknown-call',
      first: { type: 'look' },
      bad: async member => async () => member.frame(CHAT, { callId: FOREIGN_CALL, introduction: undefined })
    },
    {
      // so says who has yet to hear of the next one
      what: 'a message that is sealed for another epoch',
      reason: 'seal',
      first: join,
      bad: async member => async () => member.frame(CHAT, {}, 1)
    }
  ]

  afterEach(async () => {
    await (newer ?? member).stop(scene.calls[0].call)
    newer = undefined
  })

  cases.forEach(({ what, reason, key, first, bad }) => {
    it(`${what}: is dropped and counted, and the third time its stream is closed`, async () => {
      const { call } = scene.calls[0]
      member = await RawMember.create(scene.network, scene.calls[0], key)
      await member.send(await member.frame(first))

      if (first.type === 'join') {
        await untilCall(call, 'participant:join', () => participants().some(({ session }) => session === member.session))
      }

      const make = await bad(member)
      const before = call.dropped[reason] ?? 0
      let stream: Stream | undefined

      for (let time = 1; time <= 2; time++) {
        stream = await member.send(await make())
        await until('the offence to be counted', () => (call.dropped[reason] ?? 0) === before + time, { seen: () => call.dropped })
        // a member that is answered is still listened to
        await (newer ?? member).ask()
        expect(stream.status).to.equal('open')
      }

      await member.send(await make())
      await untilClosed(stream as Stream)

      expect(stream?.status).to.equal('reset')
      expect(call.dropped[reason]).to.equal(before + 3)
    })
  })

  it('bytes that aren\'t a message close the stream of a member at once', async () => {
    member = await RawMember.create(scene.network, scene.calls[0])
    await member.ask()
    const before = scene.calls[0].call.dropped.malformed ?? 0
    const stream = await member.send(await member.changed({ type: 'look' }, content => content.subarray(0, -1)))
    await untilClosed(stream)

    expect(stream.status).to.equal('reset')
    expect(scene.calls[0].call.dropped.malformed).to.equal(before + 1)
  })

  function participants (): typeof scene.calls[0]['call']['participants'] {
    return scene.calls[0].call.participants
  }
})
