import { expect } from 'aegir/chai'
import { CertificateMismatchError, createGroup } from '../../src/index.ts'
import { loadWebRTC } from '../../src/webrtc/index.ts'
import { joinTogether, tone, untilAllHear } from '../fixtures/calls.ts'
import { useOtherCertificates } from '../fixtures/other-certificates.ts'
import { createScene } from '../fixtures/scene.ts'
import type { GroupCall } from '../../src/index.ts'

const { RTCPeerConnection } = loadWebRTC()

describe('a certificate other than the signed one', () => {
  const scene = createScene()
  let beHonest: (() => void) | undefined

  after(() => {
    beHonest?.()
  })

  it('closes the link before it counts as connected, and the user is told', async () => {
    const peers = (await Promise.all([0, 1].map(async () => scene.network.createPeer()))).sort((a, b) => a.identity.publicKey < b.identity.publicKey ? -1 : 1)
    const group = createGroup({ name: 'friends', owner: peers[0].identity })
    // the lower key is made offers
    beHonest = useOtherCertificates(RTCPeerConnection.prototype, { told: ['offer'], accepted: ['offer'] })

    const joining = peers.map(async ({ peer }) => peer.services.calls.join(group, { microphone: tone }))
    // there from the first moment, so that no event is missed
    const calls = peers.map(({ peer }) => peer.services.calls.calls[0])
    scene.calls.push(...peers.map((peer, index) => ({ ...peer, call: calls[index] })))
    await Promise.all([...joining, expectMismatch(calls[0])])
  })

  it('is not there when nobody is in between', async () => {
    beHonest?.()
    const calls = await joinTogether(scene.network, 2)
    scene.calls.push(...calls)
    await untilAllHear(calls.map(({ call }) => call))
  })
})

async function expectMismatch (call: GroupCall): Promise<void> {
  const states: string[] = []
  call.addEventListener('participant:update', ({ detail: { linkState } }) => { states.push(linkState) })

  await new Promise<void>((resolve, reject) => {
    call.addEventListener('problem', ({ detail: { participant, error } }) => {
      if (participant == null || !(error instanceof CertificateMismatchError)) {
        reject(error)
      }

      resolve()
    })
  })

  expect(states).to.not.include('connected')
  expect(call.participants).to.deep.equal([])
}
