import { sharedAudioContext } from '../audio-context.browser.ts'
import { DEFAULT_HZ } from './tone.ts'

/** A quarter of full scale: heard well, hurts nobody */
const GAIN = 0.25

/** A track that says a sine of `hz` */
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
