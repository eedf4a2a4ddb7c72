/**
 * Browser twin of `playback.ts`: each voice is played by an `<audio>` element, so
 * that the browser's echo canceller includes it
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
    // a voice must not start on speakers other than the chosen ones
    void this.route(element).then(() => {
      if (this.elements.get(id) === element) {
        this.play(element)
      }
    })
  }

  play (element: unknown): void {
    if (!(element instanceof HTMLAudioElement)) {
      throw new InvalidParametersError('Only Node plays frames: use add() in a browser')
    }

    element.play().then(() => { this.setBlocked(false) }, (err: Error) => {
      // the browser requires a user gesture; any other error means that the track was replaced meanwhile
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
    // Safari has no setSinkId: the system chooses
    if ('setSinkId' in element && (element.sinkId ?? '') !== this.device) {
      await element.setSinkId(this.device).catch(() => {
        // the device is gone: the browser continues with the default one
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

/** A page can't know of any missing speakers, so this always succeeds */
export async function openSpeakers (init: OpenSpeakersInit = {}): Promise<SpeakersResult> {
  init.signal?.throwIfAborted()

  const speakers = new ElementSpeakers(init.log)

  if (init.device != null) {
    speakers.setDevice(init.device)
  }

  return { speakers }
}
