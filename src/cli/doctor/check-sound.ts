import { listDevices, openMicrophone, openSpeakers } from '../../index.ts'
import { AUDIBLE } from '../call/status.ts'
import { messageOf } from '../errors.ts'
import type { Finding } from './findings.ts'
import type { AudioDevice, Microphone } from '../../index.ts'
import type { AbortOptions } from '@libp2p/interface'

/** ms to speak, or for a room's noise to arrive */
const LISTEN = 2_000

/** ms between two looks at the level */
const LOOK_INTERVAL = 50

/** Checks the default microphone: whether it opens, and whether anything is heard */
export async function checkMicrophone ({ signal }: Required<AbortOptions>): Promise<Finding> {
  const check = 'microphone'

  try {
    const microphone = await openMicrophone({ kind: 'mic' }, { signal })

    if (microphone.track == null) {
      return { check, status: 'bad', words: microphone.reason ?? 'none found' }
    }

    try {
      const heard = await untilAudible(microphone, signal)
      const name = await defaultDevice('input')

      return heard
        ? { check, status: 'good', words: `${name} hears you` }
        : { check, status: 'warning', words: `${name} is silent: speak during the check, and see that it isn't muted` }
    } finally {
      await microphone.stop()
    }
  } catch (err) {
    signal.throwIfAborted()

    return { check, status: 'bad', words: messageOf(err) }
  }
}

/** Checks that the default speakers open; plays nothing */
export async function checkSpeakers ({ signal }: Required<AbortOptions>): Promise<Finding> {
  const check = 'speakers'

  try {
    const { speakers, reason } = await openSpeakers({ signal })
    await speakers?.stop()

    return speakers == null
      ? { check, status: 'bad', words: reason ?? 'none found' }
      : { check, status: 'good', words: `${await defaultDevice('output')} can play` }
  } catch (err) {
    signal.throwIfAborted()

    return { check, status: 'bad', words: messageOf(err) }
  }
}

async function defaultDevice (kind: AudioDevice['kind']): Promise<string> {
  const devices = (await listDevices()).filter(device => device.kind === kind)
  const { name = 'the default device' } = devices.find(({ isDefault }) => isDefault) ?? devices[0] ?? {}

  return name
}

/** Resolves with false if nothing was audible in a while */
async function untilAudible (microphone: Microphone, signal: AbortSignal): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LISTEN)])
  const heard = Promise.withResolvers<boolean>()
  const timer = setInterval(() => {
    if (microphone.level > AUDIBLE) {
      heard.resolve(true)
    }
  }, LOOK_INTERVAL)

  limit.addEventListener('abort', () => { heard.resolve(false) }, { once: true })

  return heard.promise.finally(() => { clearInterval(timer) })
}
