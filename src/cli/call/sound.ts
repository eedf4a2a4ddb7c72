import { Recordings } from './recordings.ts'
import { SpeakerOutput } from './speaker-output.ts'
import type { CallView } from './events.ts'
import type { GroupCall, Participant } from '../../index.ts'

export interface SoundInit {
  view: CallView
  /** Whether to play the call */
  speakers: boolean
  /** Id of the speakers; the system's default without it */
  output?: string
  /** Folder to record into, if any */
  record?: string
  /** Speakers that open later than this are closed at once */
  signal: AbortSignal
  /** Called when the speakers are open */
  onOpen(): void
  /** Called when recording fails; the call goes on */
  onProblem(error: Error): void
}

/** Plays and records the others, as the user wants */
export class Sound {
  private readonly init: SoundInit
  private readonly recordings?: Recordings
  private speakers?: SpeakerOutput

  constructor (init: SoundInit) {
    const { view, record, onProblem } = init
    this.init = init

    if (record != null) {
      this.recordings = new Recordings({
        directory: record,
        onRecording: ({ publicKey, name }, path, continued) => { view.show({ type: 'recording', publicKey, name, path, continued }) },
        onError: onProblem
      })
    }
  }

  /** Opens the speakers, without waiting for them */
  open (): void {
    const { speakers, onOpen, output, signal, view } = this.init

    if (speakers) {
      this.speakers = new SpeakerOutput({
        device: output,
        signal,
        onOpen: (open, reason) => {
          view.show({ type: 'speakers', open, reason })

          if (open) {
            onOpen()
          }
        },
        onProblem: this.init.onProblem,
        onDevice: change => { view.show({ type: 'device', kind: 'output', ...change }) }
      })
    }
  }

  /** Plays through another device from now on, if anything is played */
  setDevice (device: string): void {
    this.speakers?.setDevice(device)
  }

  attach (call: GroupCall): void {
    call.addEventListener('track', ({ detail: { participant } }) => {
      this.speakers?.add(participant)
      this.recordings?.add(participant)
    })
    call.addEventListener('participant:leave', ({ detail }) => { this.silence(detail) })
  }

  /** Stops playing and recording a participant */
  silence (participant: Participant): void {
    this.recordings?.remove(participant)
    this.speakers?.remove(participant)
  }

  /** Resolves when everything is on disk */
  async close (): Promise<void> {
    await Promise.all([this.recordings?.close(), this.speakers?.close()])
  }
}
