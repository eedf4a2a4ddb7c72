import { sharedAudioContext } from '../audio-context.browser.ts'
import { DEFAULT_HZ } from './tone.ts'

/** A quarter of full scale: easy to hear, without hurting */
const GAIN = 0.25

/** Returns a track with a sine of `hz` */
export function openTone (hz: number = DEFAULT_HZ): { track: MediaStreamTrack, onStop(): void } {
  const shared = sharedAudioContext.acquire()
  const oscillator = new OscillatorNode(shared.context, { frequency: hz })
  const gain = new GainNode(shared.context, { gain: GAIN })
  const destination = new MediaStreamAudioDestinationNode(shared.context)

  oscillator.connect(gain).connect(destination)
  oscillator.start()

  return {
    track: destination.stream.getAudioTracks()[0],
    onStop: () => {
      oscillator.stop()
      gain.disconnect()
      shared.release()
    }
  }
}
