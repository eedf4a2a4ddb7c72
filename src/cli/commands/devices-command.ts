import { listDevices } from '../../index.ts'
import { print } from '../print-json.ts'
import { clean } from '../terminal/format.ts'
import type { AudioDevice } from '../../index.ts'

/** `groupcall devices` */
export async function devices (options: { json?: boolean }): Promise<number> {
  const found = await listDevices()

  print(options, { devices: found }, [
    ...section('Microphones (--input)', found.filter(({ kind }) => kind === 'input')),
    '',
    ...section('Speakers (--output)', found.filter(({ kind }) => kind === 'output'))
  ].join('\n'))

  return 0
}

function section (title: string, devices: AudioDevice[]): string[] {
  return [title, ...devices.length === 0 ? ['  none found'] : devices.map(({ name, isDefault }, index) => `${String(index + 1).padStart(4)}  ${clean(name)}${isDefault ? ' (default)' : ''}`)]
}
