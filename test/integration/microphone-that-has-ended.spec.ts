import { PassThrough } from 'node:stream'
import { openMicrophone } from '../../src/index.ts'
import { joinTogether, untilAllHear, untilCall } from '../fixtures/calls.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'

describe('a microphone that has ended before the call uses it', () => {
  const scene = createScene()

  it('is shown to the others as muted, until there is another', async () => {
    scene.calls = await joinTogether(scene.network, 2)
    const [ada, ben] = scene.calls.map(({ call }) => call)
    await untilAllHear([ada, ben])
    const muted = async (muted: boolean): Promise<void> => untilCall(ben, 'participant:update', () => ben.participants[0]?.muted === muted)
    const microphone = await openMicrophone({ kind: 'raw', stream: new PassThrough().end() })
    await until('the end', () => microphone.ended, { on: [microphone, 'end'] })

    await ada.setMicrophone(microphone)
    await muted(true)
    await ada.setMicrophone(await openMicrophone({ kind: 'tone' }))
    await muted(false)
  })
})
