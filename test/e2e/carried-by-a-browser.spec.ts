import { createIdentity } from '../../keys/index.ts'
import { createCallPeer, openMicrophone } from '../../src/index.ts'
import { sever } from '../fixtures/severed.ts'
import { ToneListener, tonesIn } from '../fixtures/tones.ts'
import { until } from '../fixtures/until.ts'
import { createMixedScene } from './fixtures/scene.ts'
import type { MixedCall } from './fixtures/mixed-call.ts'
import type { GroupCall } from '../../src/index.ts'

/** What Ada and Ben say: tones of so many Hz. The browser speaks */
const ADA = 5_000
const BEN = 7_000

describe('two Node processes that can\'t connect', () => {
  const scene = createMixedScene()

  it(`hear each other through a browser${scene.skipped}`, async () => {
    const call = await scene.create({ browsers: ['chloe'] })
    const [ada, ben] = [await addTone(call, 'ada', ADA), await addTone(call, 'ben', BEN)]
    sever(ada, ben)
    await Promise.all([ada.join(), ben.join()])

    await Promise.all([untilTone(ada, BEN), untilTone(ben, ADA)])
    const [chloe] = call.browsers
    // Chloe sees that they hear each other, through her
    await chloe.until(({ matrix }) => matrix.complete && matrix.cells.flat().filter(cell => cell === 'carried').length === 2)
    await chloe.until(({ participants }) => participants.length === 2 && participants.every(({ level }) => level > 0.01))
  })
})

/** Adds a participant that says a tone, and joins later */
async function addTone (call: MixedCall, name: string, hz: number): Promise<GroupCall> {
  const identity = await createIdentity()
  const peer = await createCallPeer({ bootstrap: call.bootstrap.addresses(), listen: ['/ip4/127.0.0.1/tcp/0', '/ip4/127.0.0.1/tcp/0/ws'], identity })
  const made = peer.services.calls.create(call.group, { name, microphone: async options => openMicrophone({ kind: 'tone', hz }, options) })
  call.nodes.push({ call: made, peer, identity })

  return made
}

/** Resolves when a listener hears this tone from Chloe, and not its own */
async function untilTone (listener: GroupCall, hz: number): Promise<void> {
  const heard = new ToneListener()
  const chloe = (): GroupCall['participants'][number] | undefined => listener.participants.find(({ name }) => name === 'chloe')

  await until(`${listener.name} to have a track`, () => chloe()?.audio != null)
  const stop = chloe()?.audio?.listen(frame => { heard.push(frame) })
  await until(`${listener.name} to hear ${hz} Hz`, () => heard.full && tonesIn(heard.samples, [ADA, BEN]).join() === `${hz}`, { seen: () => tonesIn(heard.samples, [ADA, BEN]) })
  stop?.()
}
