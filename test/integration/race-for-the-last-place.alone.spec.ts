import { expect } from 'aegir/chai'
import { GroupCallFullError } from '../../src/index.ts'
import { joinLater, joinTogether, leaveAll, untilCall } from '../fixtures/calls.ts'
import { driverOf } from '../fixtures/driver-of.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { TestCall } from '../fixtures/calls.ts'

/** Which one is faster, and which hears of the other first, differs each time */
const RACES = 3

describe('two newcomers that race for the last place', () => {
  // the rule decides, not how long nine peers take in one process that other tests share the processors with
  const scene = createScene({ limits: { raceLimit: 120_000 } })

  it('are ranked in the same way by everybody', async function () {
    scene.calls = await joinTogether(scene.network, 7, () => ({ microphone: undefined }))
    await untilAllKnow(scene.calls)
    // until then they are newcomers, too, and one of them may have to give way
    await until('all seven to hold their places', () => scene.calls.every(({ call }) => driverOf(call).protocol.state.settled))
    const { group } = scene.calls[0].call

    for (let race = 0; race < RACES; race++) {
      const racers = await Promise.allSettled([0, 1].map(async () => joinLater(scene.network, group, { microphone: undefined })))
      const entered = racers.filter(racer => racer.status === 'fulfilled').map(({ value }) => value)
      const refused = racers.filter(racer => racer.status === 'rejected').map(({ reason }) => reason)

      refused.forEach(reason => { expect(reason).to.be.instanceOf(GroupCallFullError) })
      expect(entered).to.have.lengthOf.at.least(1)

      // both may have been let in, by different members: one learns later that there was no room
      if (entered.length === 2) {
        await Promise.any(entered.map(async ({ call }) => untilCall(call, 'state', () => call.state === 'ended')))
      }

      const winners = entered.filter(({ call }) => call.state !== 'ended')
      expect(winners).to.have.lengthOf(1)
      await untilAllKnow([...scene.calls, ...winners])
      await Promise.all(winners.map(untilAllConnected))
      await untilAllKnow([...scene.calls, ...winners])

      await leaveAll(entered)
      await untilAllKnow(scene.calls)
    }
  })
})

async function untilAllConnected ({ call }: TestCall): Promise<void> {
  await untilCall(call, 'participant:update', () => call.participants.every(({ linkState }) => linkState === 'connected'))
}

/** Resolves when each of these calls has exactly the other ones in it */
async function untilAllKnow (calls: TestCall[]): Promise<void> {
  const keys = calls.map(({ call }) => call.publicKey).sort().join()
  const knowsAll = ({ call }: TestCall): boolean => [call.publicKey, ...call.participants.map(({ publicKey }) => publicKey)].sort().join() === keys

  await Promise.all(calls.map(async member => {
    await until(`${member.call.publicKey.slice(0, 8)} to know all others`, () => knowsAll(member), { on: [member.call, 'participant:join', 'participant:leave'], seen: () => member.call.participants.length })
  }))
}
