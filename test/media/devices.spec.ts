import { expect } from 'aegir/chai'
import { matchDevices } from '../../src/media/device/audio-device.ts'
import { nextDevice } from '../../src/media/device/next-device.ts'
import { parseServerDevices } from '../../src/media/device/sound-server.ts'
import type { AudioDevice } from '../../src/media/device/audio-device.ts'

function input (id: string, name: string): AudioDevice {
  return { kind: 'input', id, name, isDefault: false }
}

describe('the devices of a machine', () => {
  const devices = [input('a', 'Built-in Audio'), { ...input('b', 'USB Headset'), kind: 'output' as const }, input('c', 'USB Headset'), input('d', 'USB Camera')]

  for (const [text, ids] of [['1', ['a']], ['3', ['d']], ['4', []], ['0', []], ['c', ['c']], ['usb headset', ['c']], ['head', ['c']], ['usb', ['c', 'd']], ['', []], ['drums', []]] as const) {
    it(`"${text}" means ${ids.length === 0 ? 'none' : ids.join(' or ')}`, () => {
      expect(matchDevices(devices, 'input', text).map(({ id }) => id)).to.deep.equal(ids)
    })
  }

  it('are those of the sound server, except what it plays', () => {
    const sink = { name: 'headset', description: 'Headset', properties: { 'device.class': 'sound' } }
    const found = parseServerDevices({ default_sink_name: 'headset', default_source_name: 'mic' }, [sink], [
      { name: 'headset.monitor', description: 'Monitor of Headset', properties: { 'device.class': 'monitor' } },
      { name: 'mic', description: 'Microphone' },
      { name: 'line' }
    ])

    expect(found).to.deep.equal([
      { kind: 'input', id: 'pulse:mic', name: 'Microphone', isDefault: true },
      { kind: 'input', id: 'pulse:line', name: 'line', isDefault: false },
      { kind: 'output', id: 'pulse:headset', name: 'Headset', isDefault: true }
    ])
  })
})

describe('the next device', () => {
  const cases: Array<[string, Parameters<typeof nextDevice>[0], ReturnType<typeof nextDevice>]> = [
    ['stays the default if none was chosen', { working: true, available: ['a'] }, undefined],
    ['stays the chosen one', { chosen: 'a', used: 'a', working: true, available: ['a'] }, undefined],
    ['is the default while the chosen one is gone', { chosen: 'a', used: 'a', working: true, available: ['b'] }, { device: undefined, reason: 'lost' }],
    ['stays the default until the chosen one is back', { chosen: 'a', working: true, available: ['b'] }, undefined],
    ['is the chosen one when it is back', { chosen: 'a', working: true, available: ['a', 'b'] }, { device: 'a', reason: 'returned' }],
    ['is the default again if that has failed', { working: false, available: [] }, { device: undefined, reason: 'lost' }],
    ['is the chosen one again if that has failed, but is there', { chosen: 'a', used: 'a', working: false, available: ['a'] }, { device: 'a', reason: 'lost' }]
  ]

  for (const [what, situation, next] of cases) {
    it(what, () => {
      expect(nextDevice(situation)).to.deep.equal(next)
    })
  }
})
