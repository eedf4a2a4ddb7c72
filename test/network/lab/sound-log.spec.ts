import { expect } from 'aegir/chai'
import { SoundLog } from './sound-log.ts'

const FRAME = 480
const TONES = { Ada: 500, Ben: 900 }

describe('the log of who is heard', () => {
  let now: number
  let log: SoundLog

  beforeEach(() => {
    now = 0
    log = new SoundLog(TONES, () => now)
  })

  it('tells voices apart in one stream, or in several', () => {
    play('mix', 400, 500, 900)
    expect(log.sounds).to.deep.equal({ Ada: { begun: [40], until: 400 }, Ben: { begun: [40], until: 400 } })
    play('one', 400, 500)

    expect(log.sounds).to.deep.equal({ Ada: { begun: [40], until: 800 }, Ben: { begun: [40], until: 400 } })
  })

  it('begins again after a gap, unless it is short', () => {
    play('one', 400, 500)
    play('one', 200)
    play('one', 400, 500)
    expect(log.sounds.Ada).to.deep.equal({ begun: [40], until: 1_000 })
    play('one', 1_000)
    play('one', 400, 500)

    expect(log.sounds.Ada).to.deep.equal({ begun: [40, 2_040], until: 2_400 })
  })

  /** Plays tones for some ms */
  function play (stream: string, ms: number, ...tones: number[]): void {
    for (let frame = 0; frame < ms / 10; frame++) {
      now += 10
      log.push(stream, Int16Array.from({ length: FRAME }, (_, i) => tones.reduce((sum, hz) => sum + 8_000 * Math.sin(2 * Math.PI * hz * (frame * FRAME + i) / 48_000), 0)))
    }
  }
})
