import { expect } from 'aegir/chai'
import { TypedEventEmitter } from 'main-event'
import { CallHolder } from '../../src/react/call-holder.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import type { CallPeer, CallState, Group, GroupCallEvents } from '../../src/index.ts'
import type { AbortOptions } from '@libp2p/interface'
import type { SinonFakeTimers } from 'sinon'

describe('the call of a component', () => {
  let timers: SinonFakeTimers
  let calls: FakeCall[]
  let stopped: boolean
  let peer: CallPeer
  let holder: CallHolder

  beforeEach(() => {
    timers = useFakeTimers()
    calls = []
    stopped = false
    peer = {
      services: {
        calls: {
          create: () => {
            calls.push(new FakeCall())

            return calls[calls.length - 1]
          }
        }
      },
      stop: async () => { stopped = true }
    } as unknown as CallPeer
    holder = new CallHolder()
    holder.source = { peer: async () => peer, group: {} as Group }
  })

  afterEach(() => {
    timers.restore()
  })

  it('is joined once, however often that is requested', async () => {
    const states: CallState[] = []
    holder.subscribe(() => { states.push(holder.current().state) })
    await Promise.all([holder.join(), holder.join()])
    await holder.join()

    expect(calls).to.have.lengthOf(1)
    expect(states.filter((state, index) => state !== states[index - 1])).to.deep.equal(['joining', 'active'])
  })

  it('goes on when the component is mounted again at once, as in StrictMode', async () => {
    holder.mount()
    await holder.join()
    holder.unmount()
    holder.mount()
    await timers.tickAsync(1)

    expect([holder.current().state, stopped]).to.deep.equal(['active', false])
  })

  it('is left, and its peer stopped, with the component', async () => {
    holder.mount()
    await holder.join()
    holder.unmount()
    await timers.tickAsync(1)

    expect([holder.current().state, stopped]).to.deep.equal(['ended', true])
  })

  it('is not joined by a user who leaves before the peer is there', async () => {
    const joining = holder.join()
    await holder.leave()
    await joining

    expect(holder.current()).to.include({ state: 'ended', error: undefined })
    expect(calls.map(({ joined }) => joined)).to.deep.equal([false])
  })

  it('says why it could not be joined, and can be joined again', async () => {
    holder.source = { peer: async () => { throw new Error('no network') }, group: {} as Group }
    await holder.join()
    expect(holder.current()).to.have.nested.property('error.message', 'no network')

    holder.source = { peer, group: {} as Group }
    await holder.join()
    expect(holder.current()).to.deep.include({ state: 'active' })
    expect(holder.current().error).to.equal(undefined)
  })
})

class FakeCall extends TypedEventEmitter<GroupCallEvents> {
  joined = false

  async join ({ signal }: AbortOptions): Promise<void> {
    signal?.throwIfAborted()
    this.joined = true
    this.safeDispatchEvent('state', { detail: 'active' })
  }

  async leave (): Promise<void> {
    this.safeDispatchEvent('state', { detail: 'ended' })
  }
}
