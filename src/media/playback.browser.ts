/**
 * Browser twin of `playback.ts`: each voice is played by an `<audio>` element, so
 * that the browser's echo canceller knows what is heard
 */

import { InvalidParametersError } from '@libp2p/interface'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { sharedAudioContext } from './audio-context.browser.ts'
import type { OpenSpeakersInit, Speakers, SpeakersEvents, SpeakersResult } from './playback.ts'
import type { AudioReceiver } from './receiver.ts'

class ElementSpeakers extends SafeEventEmitter<SpeakersEvents> implements Speakers {
  open = true
  blocked = false

  private readonly elements = new Map<string, HTMLAudioElement>()
  private readonly volumes = new Map<string, number>()
  private device = ''
  private silenced = false

  add (id: string, { track }: AudioReceiver): void {
    const element = this.elements.get(id) ?? new Audio()

    this.elements.set(id, element)
    element.srcObject = new MediaStream([track])
    element.volume = this.volumes.get(id) ?? 1
    element.muted = this.silenced
    // a voice is never heard out of other speakers than the chosen ones first
    void this.route(element).then(() => {
      if (this.elements.get(id) === element) {
        this.play(element)
      }
    })
  }

  play (element: unknown): void {
    if (!(element instanceof HTMLAudioElement)) {
      throw new InvalidParametersError('Frames are played in Node only: use add() in a browser')
    }

    element.play().then(() => { this.setBlocked(false) }, (err: Error) => {
      // the browser wants a gesture first; anything else is a track that was replaced meanwhile
      if (err.name === 'NotAllowedError') {
        this.setBlocked(true)
      }
    })
  }

  remove (id: string): void {
    const element = this.elements.get(id)

    if (element != null) {
      element.pause()
      element.srcObject = null
      this.elements.delete(id)
    }
  }

  setVolume (id: string, volume: number): void {
    const level = Math.min(1, Math.max(0, volume))
    const element = this.elements.get(id)

    this.volumes.set(id, level)

    if (element != null) {
      element.volume = level
    }
  }

  setSilenced (silenced: boolean): void {
    this.silenced = silenced
    this.elements.forEach(element => { element.muted = silenced })
  }

  setDevice (device: string): void {
    this.device = device
    this.elements.forEach(element => { void this.route(element) })
  }

  resume (): void {
    sharedAudioContext.resume()
    this.elements.forEach(element => { this.play(element) })
  }

  async stop (): Promise<void> {
    this.open = false
    ;[...this.elements.keys()].forEach(id => { this.remove(id) })
  }

  private async route (element: HTMLAudioElement): Promise<void> {
    // Safari has no setSinkId: there the system chooses
    if ('setSinkId' in element && (element.sinkId ?? '') !== this.device) {
      await element.setSinkId(this.device).catch(() => {
        // the device has gone: the browser goes on with the default one
      })
    }
  }

  private setBlocked (blocked: boolean): void {
    if (this.blocked !== blocked) {
      this.blocked = blocked
      this.safeDispatchEvent('blocked:change', { detail: blocked })
    }
  }
}

/** There are always speakers as far as a page can know */
export async function openSpeakers (init: OpenSpeakersInit = {}): Promise<SpeakersResult> {
  init.signal?.throwIfAborted()

  return { speakers: new ElementSpeakers(init.log) }
}
