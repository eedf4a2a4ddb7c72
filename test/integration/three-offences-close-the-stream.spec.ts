import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup } from '../../src/index.ts'
import { joinLater, untilCall } from '../fixtures/calls.ts'
import { ALONE, OFFER, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import type { SignalMessage } from '../../src/signaling/index.ts'
import type { Stream } from '@libp2p/interface'

const ANSWER: SignalMessage = { ...OFFER, type: 'answer' }
const CHAT: SignalMessage = { type: 'chat', text: 'hello' }
const FOREIGN_CALL = 'f'.repeat(32)

interface Case {
  what: string
  reason: string
  /** How the member's key compares with that of the one who is in the call */
  key?: 'lower' | 'higher'
  /** What is good, and comes first: a participant joins, somebody else has a look */
  first: SignalMessage
  /** Makes what is bad, each time anew */
  bad(member: RawMember): Promise<() => Promise<Uint8Array>>
  /** Whom the one who is in the call listens to still, when it is not the member */
  other?(): RawMember
}

describe('what no honest member sends', () => {
  const scene = createScene()

  before(async () => {
    scene.calls = [await joinLater(scene.network, createGroup({ name: 'friends', owner: await createIdentity() }))]
  })

  let newer: RawMember
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
      what: 'an answer to one who has made no offer',
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
        newer = member.again()
        await newer.send(await newer.frame(join))
        await untilCall(scene.calls[0].call, 'participant:join', () => participants().some(({ session }) => session === newer.session))

        return async () => member.frame(CHAT)
      },
      other: () => newer
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

  for (const { what, reason, key, first, bad, other } of cases) {
    it(`${what}: is dropped and counted, and the third time its stream is closed`, async () => {
      const { call } = scene.calls[0]
      const member = await RawMember.create(scene.network, scene.calls[0], key)
      await member.send(await member.frame(first))

      if (first.type === 'join') {
        await untilCall(call, 'participant:join', () => participants().some(({ session }) => session === member.session))
      }

      const make = await bad(member)
      const before = call.dropped[reason] ?? 0
      let stream: Stream | undefined

      for (let time = 1; time <= 2; time++) {
        stream = await member.send(await make())
        await untilCounted(reason, before + time)
        await answered(other?.() ?? member)
        expect(stream.status).to.equal('open')
      }

      const closed = new Promise<void>(resolve => { stream?.addEventListener('close', () => { resolve() }, { once: true }) })
      await member.send(await make())
      await closed

      expect(stream?.status).to.equal('reset')
      expect(call.dropped[reason]).to.equal(before + 3)

      if (first.type === 'join') {
        const last = other?.() ?? member
        await last.send(await last.frame({ type: 'leave' }))
        await untilCall(call, 'participant:leave', () => participants().length === 0)
      }

      await member.peer.stop()
    })
  }

  it('what is no message at all closes the stream of a member the first time', async () => {
    const member = await RawMember.create(scene.network, scene.calls[0])
    await answered(member)
    const before = scene.calls[0].call.dropped.malformed ?? 0
    const stream = await member.send(await member.changed({ type: 'look' }, content => content.subarray(0, -1)))
    await new Promise<void>(resolve => { stream.addEventListener('close', () => { resolve() }, { once: true }) })

    expect(stream.status).to.equal('reset')
    expect(scene.calls[0].call.dropped.malformed).to.equal(before + 1)
    await member.peer.stop()
  })

  function participants (): typeof scene.calls[0]['call']['participants'] {
    return scene.calls[0].call.participants
  }

  async function untilCounted (reason: string, count: number): Promise<void> {
    while ((scene.calls[0].call.dropped[reason] ?? 0) < count) {
      await new Promise(setImmediate)
    }
  }

  /** Whoever gets an answer is still listened to */
  async function answered (member: RawMember): Promise<void> {
    const stream = await member.send(await member.frame({ type: 'look' }))
    await new Promise<void>(resolve => { stream.addEventListener('message', () => { resolve() }, { once: true }) })
  }
})
