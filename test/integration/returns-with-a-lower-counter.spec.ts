import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { counterOf } from '../../src/signaling/index.ts'
import { systemTimers } from '../../src/timers.ts'
import { joinTogether, tone, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { countFrom } from '../fixtures/count-from.ts'
import { driverOf, onInput } from '../fixtures/driver-of.ts'
import { createScene } from '../fixtures/scene.ts'
import type { GroupCall } from '../../src/index.ts'
import type { Timer, Timers } from '../../src/timers.ts'
import type { TestCall } from '../fixtures/calls.ts'

describe('a participant that has left, and comes back on a device with a lower session counter', () => {
  const scene = createScene()

  it('is in the call again within one round trip, as one participant', async () => {
    scene.calls = await joinTogether(scene.network, 2)
    const others = scene.calls.map(({ call }) => call)
    const identity = await createIdentity()
    const returning = ({ publicKey }: { publicKey: string }): boolean => publicKey === identity.publicKey
    const create = async (counter: number, timers?: Timers): Promise<TestCall> => {
      const { peer } = await scene.network.createPeer(identity, { sessions: countFrom(counter), timers })
      const device = { peer, identity, call: peer.services.calls.create(others[0].group, { microphone: tone }) }
      scene.calls.push(device)

      return device
    }

    const first = await create(700)
    await first.call.join()
    await untilAllHear([...others, first.call])
    await first.call.leave()
    await Promise.all(others.map(async call => untilCall(call, 'participant:leave', () => !call.participants.some(returning))))
    // it stays in the network, and no longer takes part
    scene.calls.splice(scene.calls.indexOf(first), 1)

    const timers = new SuspendedTimers()
    const second = await create(0, timers)
    const answers: Array<{ from: string, type: string }> = []
    const seen = others.map(call => record(call, returning))
    onInput(second.call, input => {
      if (input.type === 'message' && ['stale', 'welcome', 'refuse'].includes(input.message.type)) {
        answers.push({ from: input.presence.publicKey, type: input.message.type })
        // a search that asks again by itself would hide it if the answer to this were missing
        timers.suspended = true
      }
    })
    await second.call.join({ signal: AbortSignal.timeout(60_000) })
    timers.suspended = false
    await untilAllHear([...others, second.call])

    // a member shows it the newer session, and lets it in when it asks again
    expect(answers.filter(({ from }) => from === answers[0].from).map(({ type }) => type).slice(0, 2)).to.deep.equal(['stale', 'welcome'])
    expect(answers.map(({ type }) => type)).not.to.include('refuse')
    expect(counterOf(driverOf(second.call).session.id)).to.equal(counterOf(driverOf(first.call).session.id) + 1)

    for (const [index, call] of others.entries()) {
      expect(call.participants.filter(returning).map(({ session }) => session)).to.deep.equal([driverOf(second.call).session.id])
      expect(call.participants).to.have.lengthOf(2)
      expect(seen[index]).to.deep.equal(['participant:join'])
      // a busy machine asks again before it has seen the answer
      expect(call.dropped['wrong-session'] ?? 0).to.be.at.most(4)
    }
  })
})

/** Timers that do nothing while they are suspended */
class SuspendedTimers implements Timers {
  suspended = false

  now (): number {
    return systemTimers.now()
  }

  after (ms: number, callback: () => void): Timer {
    return systemTimers.after(ms, () => { this.run(callback) })
  }

  every (ms: number, callback: () => void): Timer {
    return systemTimers.every(ms, () => { this.run(callback) })
  }

  private run (callback: () => void): void {
    if (!this.suspended) {
      callback()
    }
  }
}

/** Returns the comings and goings of some participants from now on */
function record (call: GroupCall, matches: (participant: { publicKey: string }) => boolean): string[] {
  const seen: string[] = []

  for (const event of ['participant:join', 'participant:leave'] as const) {
    call.addEventListener(event, ({ detail }) => {
      if (matches(detail)) {
        seen.push(event)
      }
    })
  }

  return seen
}
