import { expect } from 'aegir/chai'
import { createGroup, openMicrophone } from '../../src/index.ts'
import { untilCall } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'
import { mend, sever } from '../fixtures/severed.ts'
import { ToneListener, tonesIn } from '../fixtures/tones.ts'
import { until } from '../fixtures/until.ts'
import type { CallInit, GroupCall } from '../../src/index.ts'

/** What each says: a tone of so many Hz */
const TONES = { Ada: 500, Ben: 900, Chloe: 1_500, Dan: 2_300 }

type Name = keyof typeof TONES

describe('two participants that can\'t connect', () => {
  const scene = createScene()

  /** Ada and Ben, the first two, can't connect */
  async function startCall (names: Name[], init: Partial<Record<Name, CallInit>> = {}): Promise<GroupCall[]> {
    const peers = await Promise.all(names.map(async () => scene.network.createPeer()))
    const group = createGroup({ name: 'friends', owner: peers[0].identity })
    const calls = peers.map(({ peer, identity }, index) => {
      const name = names[index]
      const call = peer.services.calls.create(group, {
        name,
        microphone: async options => openMicrophone({ kind: 'tone', hz: TONES[name] }, options),
        ...init[name]
      })
      scene.calls.push({ call, peer, identity })

      return call
    })
    sever(calls[0], calls[1])
    await Promise.all(calls.map(async call => call.join()))

    return calls
  }

  /** Returns the name under which a participant reaches a listener's link, and the tones that come over it */
  async function tonesOf (listener: GroupCall, speaker: string): Promise<number[]> {
    const heard = new ToneListener()
    const audio = await until(`${listener.name} to have a track of ${speaker}`, () => listener.participants.find(({ name }) => name === speaker)?.audio)
    const stop = audio?.listen(frame => { heard.push(frame) })
    await until('enough sound', () => heard.full)
    stop?.()

    return tonesIn(heard.samples, Object.values(TONES))
  }

  async function untilTones (listener: GroupCall, speaker: Name, tones: Name[]): Promise<void> {
    let last: number[] = []

    await until(`${listener.name} to hear ${tones.join(', ')} from ${speaker}`, async () => {
      last = await tonesOf(listener, speaker)

      return last.join() === tones.map(name => TONES[name]).join()
    }, { seen: () => last })
  }

  function carrierOf (call: GroupCall, name: Name): string | undefined {
    const carrier = call.participants.find(participant => participant.name === name)?.carrier

    return call.participants.find(({ publicKey }) => publicKey === carrier)?.name
  }

  it('hear each other through a third, until they connect', async () => {
    const [ada, ben, chloe] = await startCall(['Ada', 'Ben', 'Chloe'])

    await Promise.all([untilTones(ada, 'Chloe', ['Ben', 'Chloe']), untilTones(ben, 'Chloe', ['Ada', 'Chloe'])])
    // the carrier hears each of them alone
    await Promise.all([untilTones(chloe, 'Ada', ['Ada']), untilTones(chloe, 'Ben', ['Ben'])])
    expect([carrierOf(ada, 'Ben'), carrierOf(ben, 'Ada')]).to.deep.equal(['Chloe', 'Chloe'])
    await untilCall(ada, 'participant:update', () => ada.participants.find(({ name }) => name === 'Chloe')?.carries.length === 1)

    mend(ada, ben)
    await Promise.all([untilTones(ada, 'Ben', ['Ben']), untilTones(ben, 'Ada', ['Ada'])])
    await Promise.all([untilTones(ada, 'Chloe', ['Chloe']), untilTones(ben, 'Chloe', ['Chloe'])])
    expect([carrierOf(ada, 'Ben'), carrierOf(ben, 'Ada')]).to.deep.equal([undefined, undefined])
  })

  it('hear each other through another when the first leaves', async () => {
    const [ada, ben, chloe, dan] = await startCall(['Ada', 'Ben', 'Chloe', 'Dan'])
    await untilCall(ada, 'participant:update', () => carrierOf(ada, 'Ben') != null)
    const first = carrierOf(ada, 'Ben') === 'Chloe' ? chloe : dan
    const second = first === chloe ? 'Dan' : 'Chloe'

    await first.leave()
    await Promise.all([untilTones(ada, second, ['Ben', second].sort() as Name[]), untilTones(ben, second, ['Ada', second])])
    expect([carrierOf(ada, 'Ben'), carrierOf(ben, 'Ada')]).to.deep.equal([second, second])
  })

  it('hear nothing of a third that is muted, besides each other', async () => {
    const [ada, ben, chloe] = await startCall(['Ada', 'Ben', 'Chloe'])
    await Promise.all([untilTones(ada, 'Chloe', ['Ben', 'Chloe']), untilTones(ben, 'Chloe', ['Ada', 'Chloe'])])

    chloe.mute()
    await Promise.all([untilTones(ada, 'Chloe', ['Ben']), untilTones(ben, 'Chloe', ['Ada'])])
    ben.mute()
    await untilTones(ada, 'Chloe', [])
    chloe.unmute()
    await untilTones(ada, 'Chloe', ['Chloe'])
  })

  it('are carried by a third that only listens', async () => {
    const [ada, ben] = await startCall(['Ada', 'Ben', 'Chloe'], { Chloe: { microphone: undefined } })

    await Promise.all([untilTones(ada, 'Chloe', ['Ben']), untilTones(ben, 'Chloe', ['Ada'])])
  })
})
