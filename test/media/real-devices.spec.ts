import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { openMicrophone, openSpeakers } from '../../src/index.ts'
import { sharedClock } from '../../src/media/index.ts'
import { ToneInput } from '../../src/media/sources/tone.ts'
import { missingSoundSystem, startSoundSystem } from '../fixtures/pulse.ts'
import type { SoundSystem } from '../fixtures/pulse.ts'

describe('real devices', () => {
  const missing = missingSoundSystem()
  let sound: SoundSystem | undefined

  afterEach(async () => {
    await sound?.stop()
    sound = undefined
  })

  it(`play and capture${missing == null ? '' : ` (skipped: ${missing})`}`, async function () {
    if (missing != null) {
      this.skip()
    }

    sound = await startSoundSystem()
    const { speakers, reason } = await openSpeakers({ env: sound.env })
    expect(reason).to.equal(undefined)
    const microphone = await openMicrophone({ kind: 'mic' }, { env: sound.env })
    expect(microphone.reason).to.equal(undefined)

    // devices only ever receive frames
    expect(() => { speakers?.play('tone', new Int16Array(479)) }).to.throw(TypeError)
    expect(() => { speakers?.play('tone', new Float32Array(480).fill(Number.NaN) as unknown as Int16Array) }).to.throw(TypeError)

    const tone = new ToneInput(440)
    const stopTone = sharedClock.add(() => { speakers?.play('tone', tone.read()) })

    // the microphone is the monitor of the speakers, so it captures what they play
    await new Promise<void>(resolve => {
      const stop = sharedClock.add(() => {
        if (microphone.level > 0.05) {
          stop()
          resolve()
        }
      })
    })

    stopTone()
    await Promise.all([microphone.stop(), speakers?.stop()])
    expect(speakers?.open).to.equal(false)
  })

  it('that are missing make the call listen-only, with a reason', async () => {
    const home = await mkdtemp(join(tmpdir(), 'groupcall-test-'))
    const env = { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, PULSE_SERVER: `unix:${home}/none`, ALSA_CONFIG_PATH: `${home}/none` }

    try {
      const microphone = await openMicrophone({ kind: 'mic' }, { env })
      const { speakers, reason } = await openSpeakers({ env })

      expect(microphone.track).to.equal(undefined)
      expect(microphone.reason).to.match(/microphone/i)
      expect(speakers).to.equal(undefined)
      expect(reason).to.match(/speaker/i)
      await microphone.stop()
    } finally {
      await rm(home, { recursive: true, force: true })
    }
  })
})
