import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup } from '../../src/index.ts'
import { MESSAGE_BURST, MESSAGES_PER_SECOND } from '../../src/signaling/limits.ts'
import { joinLater, untilCall } from '../fixtures/calls.ts'
import { useFakeDate } from '../fixtures/fake-timers.ts'
import { ALONE, RawMember, untilClosed } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import type { GroupCallEvents, Participant } from '../../src/index.ts'
import type { Stream } from '@libp2p/interface'
import type { SinonFakeTimers } from 'sinon'

describe('a participant that says too much', () => {
  const scene = createScene()
  let member: RawMember
  let texts: string[]
  let clock: SinonFakeTimers

  before(async () => {
    scene.calls = [await joinLater(scene.network, createGroup({ name: 'friends', owner: await createIdentity() }))]
  })

  beforeEach(async () => {
    const { call } = scene.calls[0]
    clock = useFakeDate()
    member = await RawMember.create(scene.network, scene.calls[0])
    texts = []
    call.addEventListener('message', hear)
    await member.send(await member.frame({ type: 'join', state: ALONE }))
    await untilCall(call, 'participant:join', () => call.participants.some(isMember))
  })

  afterEach(async () => {
    const { call } = scene.calls[0]
    call.removeEventListener('message', hear)
    clock.restore()
    // it can't say goodbye any longer
    await member.peer.stop()
  })

  it('may say 60 things at once; then the rest is dropped and counted, and its stream closed', async () => {
    const { rate = 0 } = scene.calls[0].call.dropped
    expect([MESSAGES_PER_SECOND, MESSAGE_BURST]).to.deep.equal([20, 60])
    await sayUntilReset(member, 'first')

    // its stream ends with the third message over the limit
    expect(scene.calls[0].call.dropped.rate).to.equal(rate + 3)
    // one was the join
    expect(texts).to.deep.equal(Array.from({ length: MESSAGE_BURST - 1 }, (_, index) => `first ${index}`))
  })

  it('gets no other burst by another stream', async () => {
    await sayUntilReset(member, 'first')
    await sayUntilReset(member, 'second')

    expect(texts).to.have.lengthOf(MESSAGE_BURST - 1)
  })

  it('gets no other burst by another session', async () => {
    await sayUntilReset(member, 'first')
    const again = member.again()
    const join = await again.frame({ type: 'join', state: ALONE })
    // the join needs room for one message
    clock.tick(1_000 / MESSAGES_PER_SECOND)
    await again.send(join)
    await untilCall(scene.calls[0].call, 'participant:join', () => scene.calls[0].call.participants.some(({ session }) => session === again.session))
    await sayUntilReset(again, 'second')

    expect(texts).to.have.lengthOf(MESSAGE_BURST - 1)
  })

  it('is ignored after the third time', async () => {
    const { ignored = 0 } = scene.calls[0].call.dropped

    for (const time of ['first', 'second', 'third']) {
      await sayUntilReset(member, time)
    }

    const stream = await member.open()
    await untilClosed(stream)

    expect(stream.status).to.equal('reset')
    expect(scene.calls[0].call.dropped.ignored).to.equal(ignored + 1)
  })

  function hear ({ detail: { participant, text } }: GroupCallEvents['message']): void {
    if (isMember(participant)) {
      texts.push(text)
    }
  }

  function isMember ({ publicKey }: Participant): boolean {
    return publicKey === member.identity.publicKey
  }

  /** Sends one message after the other until the stream is reset */
  async function sayUntilReset (from: RawMember, what: string): Promise<void> {
    let stream: Stream | undefined

    for (let i = 0; stream?.status !== 'reset'; i++) {
      const frame = await from.frame({ type: 'chat', text: `${what} ${i}` }, { introduction: undefined })

      if (stream == null) {
        stream = await from.send(frame)
      } else if (stream.writeStatus === 'writable') {
        await from.send(frame)
      }

      await new Promise(setImmediate)
    }
  }
})
