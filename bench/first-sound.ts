import { AudioReceiver } from '../src/media/index.ts'
import { AUDIBLE } from './audible.ts'

/**
 * Resolves with the time (`performance.now()`) of the first sound from a track
 */
export async function firstSound (track: MediaStreamTrack): Promise<number> {
  const receiver = new AudioReceiver(track)

  try {
    return await new Promise(resolve => {
      receiver.listen(() => {
        if (receiver.level > AUDIBLE) {
          resolve(performance.now())
        }
      })
    })
  } finally {
    receiver.stop()
  }
}
