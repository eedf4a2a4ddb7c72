import { expect } from 'aegir/chai'
import { LinkRecorder } from '../../../src/call/quality/link-recorder.ts'
import { useFakeTimers } from '../../fixtures/fake-timers.ts'
import type { CallState, GroupCall, LinkState } from '../../../src/index.ts'
import type { SinonFakeTimers } from 'sinon'

describe('the recorder of a call', () => {
  let timers: SinonFakeTimers
  let call: EventTarget & { state: CallState }
  let recorder: LinkRecorder

  beforeEach(() => {
    timers = useFakeTimers({ toFake: ['performance', 'Date'] })
    call = Object.assign(new EventTarget(), { state: 'active' as const })
    recorder = new LinkRecorder(call as unknown as GroupCall)
  })

  afterEach(() => { timers.restore() })

  const update = (linkState: LinkState, onHold = false): void => {
    call.dispatchEvent(new CustomEvent('participant:update', { detail: { publicKey: 'b', name: 'Ben', linkState, onHold } }))
  }

  const end = (): void => {
    call.state = 'leaving'
    call.dispatchEvent(new CustomEvent('state', { detail: 'leaving' }))
  }

  it('takes the links that the local participant closes for good ones', () => {
    update('connected')
    timers.tick(10_000)
    end()
    update('closed')
    timers.tick(60_000)
    const { participants, to, verdict } = recorder.report()

    expect(participants[0].samples).to.have.lengthOf(1)
    expect([to, verdict]).to.deep.equal([10_000, []])
  })

  it('tells of a link that is down until the end', () => {
    update('connected')
    timers.tick(10_000)
    update('reconnecting')
    timers.tick(10_000)

    expect(recorder.report().verdict).to.have.lengthOf(1)
  })

  it('does not miss the link of a participant on hold', () => {
    update('closed', true)
    timers.tick(60_000)

    expect(recorder.report()).to.deep.include({ participants: [], verdict: [] })
  })
})
