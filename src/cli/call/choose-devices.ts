import { listDevices, matchDevices } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { quote } from '../words.ts'
import type { AudioDevice } from '../../index.ts'

const NAMES: Record<AudioDevice['kind'], string> = { input: 'microphone', output: 'device to play through' }

/** The devices that the user has named */
export interface ChosenDevices {
  /** Id of the microphone */
  input?: string
  /** Id of the speakers */
  output?: string
}

/**
 * Returns the ids of the devices that `--input` and `--output` name
 *
 * @throws {UsageError} if no device matches, or several do
 */
export async function chooseDevices ({ input, output }: { input?: string, output?: string }): Promise<ChosenDevices> {
  if (input == null && output == null) {
    return {}
  }

  const devices = await listDevices()

  return { input: chooseDevice(devices, 'input', input), output: chooseDevice(devices, 'output', output) }
}

function chooseDevice (devices: AudioDevice[], kind: AudioDevice['kind'], text?: string): string | undefined {
  if (text == null) {
    return undefined
  }

  const [device, ...others] = matchDevices(devices, kind, text)

  if (device == null) {
    throw new UsageError(`--${kind} ${quote(text)}: there is no such ${NAMES[kind]}: groupcall devices lists them`)
  }

  if (others.length > 0) {
    throw new UsageError(`--${kind} ${quote(text)} could be ${[device, ...others].map(({ name }) => quote(name)).join(' or ')}: use its number in groupcall devices`)
  }

  return device.id
}
