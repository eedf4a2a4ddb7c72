import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'aegir/chai'
import { listDevices, openMicrophone, openSpeakers } from '../../src/index.ts'
import { sharedClock } from '../../src/media/index.ts'
import { ToneInput } from '../../src/media/sources/tone.ts'
import { missingSoundSystem, startSoundSystem } from '../fixtures/pulse.ts'
import { until } from '../fixtures/until.ts'
import type { DeviceChange } from '../../src/index.ts'
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

  it(`that are chosen are used while they are there, and the default in between${missing == null ? '' : ` (skipped: ${missing})`}`, async function () {
    if (missing != null) {
      this.skip()
    }

    sound = await startSoundSystem()
    const env = sound.env
    const unplug = await sound.plugIn('headset')
    const found = await listDevices({ env })
    expect(found.map(({ kind, name }) => `${kind} ${name}`)).to.have.members(['input headset microphone', 'output Null Output', 'output headset speakers'])
    const idOf = (text: string): string | undefined => found.find(({ name }) => name === text)?.id

    const [{ speakers }, microphone] = await Promise.all([openSpeakers({ env, device: idOf('headset speakers') }), openMicrophone({ kind: 'mic', device: idOf('headset microphone') }, { env })])
    const changes: string[] = []
    const changed = new EventTarget()
    const note = (what: string) => ({ detail: { name, reason } }: CustomEvent<DeviceChange>) => {
      changes.push(`${what} ${reason} ${name}`)
      changed.dispatchEvent(new Event('change'))
    }
    speakers?.addEventListener('device:change', note('speakers'))
    microphone.addEventListener('device:change', note('microphone'))

    const tone = new ToneInput(440)
    const heard = async (): Promise<void> => {
      await until('silence', () => microphone.level < 0.01)
      const stopTone = sharedClock.add(() => { speakers?.play('tone', tone.read()) })
      await until('the microphone to hear the speakers', () => microphone.level > 0.05)
      stopTone()
    }

    // the default's microphone doesn't hear the headset, so both are the headset's
    await heard()
    await unplug()
    await until('the default devices to be used', () => changes.length === 2, { on: [changed, 'change'], seen: () => changes })
    expect(changes).to.have.members(['speakers lost Null Output', 'microphone lost the system\'s default'])
    await heard()

    await sound.plugIn('headset')
    await until('the headset to be used again', () => changes.length === 4, { on: [changed, 'change'], seen: () => changes })
    expect(changes.slice(2)).to.have.members(['speakers returned headset speakers', 'microphone returned headset microphone'])
    await heard()
    await Promise.all([microphone.stop(), speakers?.stop()])
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
