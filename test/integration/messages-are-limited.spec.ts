import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup } from '../../src/index.ts'
import { MESSAGE_BURST, MESSAGES_PER_SECOND } from '../../src/signaling/limits.ts'
import { joinLater, untilCall } from '../fixtures/calls.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import type { Stream } from '@libp2p/interface'

describe('a participant that says too much', () => {
  const scene = createScene()
  const texts: string[] = []
  let member: RawMember
  let began: number

  before(async () => {
    scene.calls = [await joinLater(scene.network, createGroup({ name: 'friends', owner: await createIdentity() }))]
    const { call } = scene.calls[0]
    call.addEventListener('message', ({ detail: { text } }) => { texts.push(text) })
    member = await RawMember.create(scene.network, scene.calls[0])
    began = performance.now()
    await member.send(await member.frame({ type: 'join', state: ALONE }))
    await untilCall(call, 'participant:join', () => call.participants.length === 1)
  })

  it('may say 60 things at once; then the rest is dropped and counted, and its stream closed', async () => {
    expect([MESSAGES_PER_SECOND, MESSAGE_BURST]).to.deep.equal([20, 60])
    await sayUntilReset(member, 'first')
    const { dropped } = scene.calls[0].call

    // who says more than it may does so three times before its stream ends
    expect(dropped.rate).to.equal(3)
    // one was the join
    expect(texts.length).to.be.within(MESSAGE_BURST - 1, mostSoFar())
    expect(texts.slice(0, MESSAGE_BURST - 1)).to.deep.equal(Array.from({ length: MESSAGE_BURST - 1 }, (_, index) => `first ${index}`))
  })

  it('gets no other burst by another stream', async () => {
    await sayUntilReset(member, 'second')
    expect(texts.length).to.be.at.most(mostSoFar())
  })

  it('gets no other burst by another session', async () => {
    const again = member.again()
    const join = await again.frame({ type: 'join', state: ALONE })
    await new Promise(resolve => setTimeout(resolve, 2_000 / MESSAGES_PER_SECOND))
    await again.send(join)
    await untilCall(scene.calls[0].call, 'participant:join', () => scene.calls[0].call.participants.some(({ session }) => session === again.session))
    await sayUntilReset(again, 'third')

    expect(texts.length).to.be.at.most(mostSoFar())
  })

  it('is ignored after the third time', async () => {
    const stream = await member.open()
    const closed = ended(stream)
    await closed

    expect(stream.status).to.equal('reset')
    expect(scene.calls[0].call.dropped.ignored).to.equal(1)
  })

  /** One message after the other until the stream is reset */
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

  /** All that may have been said by now */
  function mostSoFar (): number {
    return MESSAGE_BURST + Math.ceil((performance.now() - began) * MESSAGES_PER_SECOND / 1_000)
  }

  async function ended (stream: Stream): Promise<void> {
    if (stream.status === 'open') {
      await new Promise<void>(resolve => { stream.addEventListener('close', () => { resolve() }, { once: true }) })
    }
  }
})
