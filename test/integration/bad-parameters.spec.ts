import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, InvalidSdpError } from '../../src/index.ts'
import { joinLater, untilCall } from '../fixtures/calls.ts'
import { countConnections } from '../fixtures/connections.ts'
import { ALONE, OFFER, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import type { GroupCall } from '../../src/index.ts'
import type { SessionParameters } from '../../src/link/index.ts'

const FINE = OFFER.parameters

/** Signed and sealed as they should be, and what would break out of a line or its range */
const BAD: Array<[string, Partial<SessionParameters>]> = [
  ['a line break in the user name', { usernameFragment: 'ab\r\ncd' }],
  ['a NUL in the password', { password: `${'p'.repeat(24)}\0` }],
  ['another fingerprint in the password', { password: `${'p'.repeat(24)}\na=fingerprint:sha-256 00` }],
  ['a password that is too short', { password: 'short' }],
  ['a payload type of RTCP', { payloadType: 72 }],
  ['a line break in a candidate', { candidates: [`${FINE.candidates[0]}\r\nm=video 9 UDP/TLS/RTP/SAVPF 96`] }]
]

describe('an offer from which no description can be built', () => {
  const scene = createScene()
  let call: GroupCall
  let problems: Array<{ name: string, from?: string }>
  let connections: () => number
  let member: RawMember

  beforeEach(async () => {
    const test = await joinLater(scene.network, createGroup({ name: 'friends', owner: await createIdentity() }))
    scene.calls.push(test)
    call = test.call
    problems = []
    connections = countConnections(call)
    call.addEventListener('problem', ({ detail: { error, participant } }) => { problems.push({ name: error.name, from: participant?.publicKey }) })
    member = await RawMember.create(scene.network, test, 'higher')
  })

  it('admits nobody who isn\'t in the call', async () => {
    await member.send(await member.frame({ type: 'offer', parameters: { ...FINE, ...BAD[0][1] } }))
    await member.ask()

    expect(call.participants).to.deep.equal([])
    expect(call.dropped.unexpected).to.equal(1)
    expect(connections()).to.equal(0)
  })

  BAD.forEach(([what, change]) => {
    it(`with ${what}: the link is closed and the user is told`, async () => {
      const { publicKey } = member.identity
      await member.send(await member.frame({ type: 'join', state: ALONE }))
      await untilCall(call, 'participant:join', () => call.participants.length === 1)
      await member.send(await member.frame({ type: 'offer', parameters: { ...FINE, ...change } }))
      await member.ask()

      expect(problems).to.deep.equal([{ name: InvalidSdpError.name, from: publicKey }])
      expect(call.dropped[InvalidSdpError.name]).to.equal(1)
      expect(call.participants.map(participant => [participant.publicKey, participant.linkState])).to.deep.equal([[publicKey, 'closed']])
    })
  })
})
