import { expect } from 'aegir/chai'
import { createGroup } from '../../src/index.ts'
import { createScene } from '../fixtures/scene.ts'
import type { CallInit, CallState, Group, GroupCalls } from '../../src/index.ts'
import type { Member } from '../fixtures/members.ts'

const BAD: Array<[string, CallInit]> = [
  ['a name that could forge lines on a terminal', { name: 'Ada\nBen' }],
  ['a bitrate that Opus does not have', { opus: { bitrateKbps: 5 } }],
  ['half a ticket', { ticket: new Uint8Array(8) }],
  ['an ICE server without a scheme', { iceServers: [{ urls: ['example.org:3478'] }] }]
]

describe('a call that was created', () => {
  const scene = createScene()
  let member: Member
  let calls: GroupCalls
  let group: Group

  beforeEach(async () => {
    member = await scene.network.createPeer()
    calls = member.peer.services.calls
    group = createGroup({ name: 'friends', owner: member.identity })
  })

  it('is idle and not listed before it is joined', async () => {
    const call = calls.create(group)

    expect(call.state).to.equal('idle')
    expect(calls.calls).to.deep.equal([])
  })

  BAD.forEach(([what, init]) => {
    it(`is refused at once with ${what}`, () => {
      expect(() => calls.create(group, init)).to.throw().with.property('name', 'InvalidParametersError')
    })
  })

  it('is refused while the peer is in the call of that group already', async () => {
    const call = await calls.join(group)

    await expect(calls.join(group)).to.eventually.be.rejected.with.property('name', 'InvalidCallStateError')
    expect(calls.calls).to.deep.equal([call])
    expect(call.state).to.equal('active')
    await call.leave()
    await calls.join(group)
  })

  it('can be joined once', async () => {
    const call = calls.create(group)
    const states: CallState[] = []
    const steps: string[] = []
    call.addEventListener('state', ({ detail }) => { states.push(detail) })
    call.addEventListener('progress', ({ detail: { step } }) => { steps.push(step) })
    const joining = call.join()

    await expect(call.join()).to.eventually.be.rejected.with.property('name', 'InvalidCallStateError')
    await joining
    await expect(call.join()).to.eventually.be.rejected.with.property('name', 'InvalidCallStateError')
    expect(calls.calls).to.deep.equal([call])
    expect(states).to.deep.equal(['joining', 'active'])
    expect([steps[0], steps.at(-1)]).to.deep.equal(['network', 'done'])

    await call.leave()
    await expect(call.join()).to.eventually.be.rejected.with.property('name', 'InvalidCallStateError')
    expect(calls.calls).to.deep.equal([])
  })

  it('cannot be joined after it was left', async () => {
    const call = calls.create(group)
    await call.leave()

    await expect(call.join()).to.eventually.be.rejected.with.property('name', 'InvalidCallStateError')
    expect(call.state).to.equal('ended')
    expect(calls.calls).to.deep.equal([])
  })

  ;(['before', 'during'] as const).forEach(when => {
    it(`has ended when its signal aborts ${when} the join`, async () => {
      const controller = new AbortController()
      const reason = new Error('no time')
      const call = calls.create(group)

      if (when === 'before') {
        controller.abort(reason)
      }

      const joining = expect(call.join({ signal: controller.signal })).to.eventually.be.rejectedWith(reason)
      controller.abort(reason)
      await joining

      expect(call.state).to.equal('ended')
      expect(calls.calls).to.deep.equal([])
    })
  })

  it('goes on when its signal aborts after the join', async () => {
    const controller = new AbortController()
    const call = calls.create(group)
    await call.join({ signal: controller.signal })
    controller.abort()

    expect(call.state).to.equal('active')
    await call.leave()
  })
})
