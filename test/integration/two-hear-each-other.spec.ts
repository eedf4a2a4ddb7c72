import { expect } from 'aegir/chai'
import { createGroup, openMicrophone } from '../../src/index.ts'
import { heard } from '../fixtures/heard.ts'
import { createTestNetwork } from '../fixtures/network.ts'
import type { GroupCall } from '../../src/index.ts'
import type { TestNetwork } from '../fixtures/network.ts'

describe('two who join at the same moment', () => {
  let network: TestNetwork
  const calls: GroupCall[] = []

  before(async () => {
    network = await createTestNetwork()
  })

  after(async () => {
    await Promise.all(calls.map(async call => call.leave()))
    await network.stop()
  })

  it('hear each other', async () => {
    const [a, b] = await Promise.all([network.createPeer(), network.createPeer()])
    const group = createGroup({ name: 'friends', owner: a.identity })
    const began = performance.now()

    const joined = await Promise.all([a, b].map(async ({ peer }, i) => peer.services.calls.join(group, {
      name: `person ${i}`,
      microphone: async options => openMicrophone({ kind: 'tone' }, options),
      onProgress: progress => { console.info(i, JSON.stringify(progress)) }
    })))
    calls.push(...joined)
    console.info('joined', performance.now() - began)

    const times = await Promise.all(calls.map(async call => {
      const track = call.participants[0]?.audio?.track ?? await new Promise<MediaStreamTrack>(resolve => {
        call.addEventListener('track', ({ detail }) => { resolve(detail.track) }, { once: true })
      })
      return heard(track)
    }))
    console.info('heard', times.map(time => time - began))

    expect(calls.map(call => call.state)).to.deep.equal(['active', 'active'])
    expect(calls[0].callId).to.equal(calls[1].callId)
    expect(calls[0].safetyCode).to.equal(calls[1].safetyCode)
    expect(calls.map(call => call.dropped)).to.deep.equal([{}, {}])
  })
})
