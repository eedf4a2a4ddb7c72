import { VoiceMix } from '../media/index.ts'
import type { AudioReceiver } from '../media/index.ts'

interface Carried {
  mix: VoiceMix
  voices: readonly AudioReceiver[]
}

/** The voices that are mixed with the microphone for participants that can't hear them otherwise */
export class CarriedVoices {
  private readonly carried = new Map<string, Carried>()
  private microphone?: MediaStreamTrack

  /** Mixes these voices into what is sent to a participant; returns whether that is another track now */
  set (participant: string, voices: readonly AudioReceiver[]): boolean {
    const known = this.carried.get(participant)

    if (voices.length === 0) {
      known?.mix.stop()

      return this.carried.delete(participant)
    }

    const mix = known?.mix ?? new VoiceMix()
    this.carried.set(participant, { mix, voices })
    mix.update(this.microphone, voices)

    return known == null
  }

  /** Returns the track to send to a participant instead of the microphone's, if any */
  trackFor (participant: string): MediaStreamTrack | undefined {
    return this.carried.get(participant)?.mix.track
  }

  /** The local voice comes from another microphone */
  setMicrophone (track: MediaStreamTrack | undefined): void {
    this.microphone = track
    this.carried.forEach(({ mix, voices }) => { mix.update(track, voices) })
  }

  stop (): void {
    this.carried.forEach(({ mix }) => { mix.stop() })
    this.carried.clear()
  }
}
