import { expect } from 'aegir/chai'
import { LONGEST_PATIENT_WAIT, PatientTimers, TURN } from '../src/patient-timers.ts'
import { ManualTimers } from './fixtures/manual-timers.ts'

describe('timers that wait for a busy process', () => {
  let timers: BusyTimers
  let patient: PatientTimers
  let hidden: boolean
  let fired: string[]

  beforeEach(() => {
    timers = new BusyTimers()
    hidden = false
    patient = new PatientTimers({ timers, isThrottled: () => hidden })
    fired = []
  })

  const wait = (name: string, ms: number): { stop(): void } => patient.after(ms, () => { fired.push(name) })

  it('are on time while it is not busy', async () => {
    wait('short', 100)
    wait('long', 2_000)
    await timers.advance(1_999)
    expect(fired).to.deep.equal(['short'])
    await timers.advance(1)
    expect(fired).to.deep.equal(['short', 'long'])
  })

  it('count a late turn as one, and so take as many times longer as it is late', async () => {
    wait('answer', 2_000)

    for (let turn = 1; turn < 40; turn++) {
      await timers.turnLate(4 * TURN)
    }

    expect([fired, timers.now()]).to.deep.equal([[], 7_800])
    await timers.turnLate(4 * TURN)
    expect(fired).to.deep.equal(['answer'])
  })

  it('wait for no longer than eight times as long', async () => {
    wait('answer', 2_000)
    await timers.turnLate(15_999)
    expect(fired).to.deep.equal([])
    await timers.turnLate(2 * TURN)
    expect(fired).to.deep.equal(['answer'])
  })

  it('are on time where a page in the background has few turns', async () => {
    hidden = true
    wait('answer', 2_000)
    await timers.turnLate(1_000)
    await timers.turnLate(1_000)
    expect(fired).to.deep.equal(['answer'])
  })

  it('leave long pauses to the system, because nothing could answer too late', async () => {
    wait('pause', LONGEST_PATIENT_WAIT + 1)
    await timers.advance(LONGEST_PATIENT_WAIT + 1)
    expect(fired).to.deep.equal(['pause'])
  })

  it('leave nothing running when they are stopped', async () => {
    const timer = wait('stopped', 100)
    await timers.advance(TURN)
    timer.stop()
    expect(timers.size).to.equal(0)
    await timers.advance(TURN)
    expect(fired).to.deep.equal([])
  })
})

/** Timers of a process that may be busy */
class BusyTimers extends ManualTimers {
  private late = 0

  override now (): number {
    return super.now() + this.late
  }

  /** Passes time in which nothing runs */
  skip (ms: number): void {
    this.late += ms
  }

  /** Has the next turn come after `ms` */
  async turnLate (ms: number): Promise<void> {
    this.skip(ms - TURN)
    await this.advance(TURN)
  }
}
