/**
 * Browser twin of `voice-mix.ts`: mixes with Web Audio
 */

import { sharedAudioContext } from './audio-context.browser.ts'
import type { AudioReceiver } from './receiver.ts'

/**
 * A track with the microphone and the voices of others in it. Each voice must also be
 * played by an `<audio>` element, see `openSpeakers`: until then, Chromium gives Web Audio
 * silence.
 */
export class VoiceMix {
  readonly track: MediaStreamTrack

  private readonly shared = sharedAudioContext.acquire()
  private readonly destination = new MediaStreamAudioDestinationNode(this.shared.context, { channelCount: 1 })
  private readonly sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>()

  constructor () {
    this.track = this.destination.stream.getAudioTracks()[0]
  }

  /** Mixes this microphone, if any, and these voices from now on */
  update (microphone: MediaStreamTrack | undefined, voices: readonly AudioReceiver[]): void {
    const tracks = new Set([...microphone == null ? [] : [microphone], ...voices.map(({ track }) => track)])

    this.sources.forEach((source, track) => {
      if (!tracks.has(track)) {
        source.disconnect()
        this.sources.delete(track)
      }
    })

    tracks.forEach(track => {
      if (!this.sources.has(track)) {
        const source = this.shared.context.createMediaStreamSource(new MediaStream([track]))
        source.connect(this.destination)
        this.sources.set(track, source)
      }
    })
  }

  /** Stops mixing; idempotent */
  stop (): void {
    this.update(undefined, [])
    this.shared.release()
  }
}
