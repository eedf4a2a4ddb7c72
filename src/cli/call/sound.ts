import { SpeakerOutput } from './speaker-output.ts'
import { Recordings } from './recordings.ts'
import type { CallView } from './events.ts'
import type { GroupCall, Participant } from '../../index.ts'

export interface SoundInit {
  view: CallView
  /** Whether it is to be heard here */
  speakers: boolean
  /** Folder for the files, if there are to be some */
  record?: string
  /** Speakers that open later than this are closed at once */
  signal: AbortSignal
  /** Told of what cannot be recorded; the call goes on */
  onProblem(error: Error): void
}

/** Where the sound of the others goes: to the speakers and into files, as the user wants */
export class Sound {
  private readonly init: SoundInit
  private readonly recordings?: Recordings
  private playback?: SpeakerOutput

  constructor (init: SoundInit) {
    const { view, record, onProblem } = init
    this.init = init

    if (record != null) {
      this.recordings = new Recordings({
        directory: record,
        onRecording: ({ publicKey, name }, path) => { view.show({ type: 'recording', publicKey, name, path }) },
        onError: onProblem
      })
    }
  }

  /** Opens the speakers; nobody waits for them */
  open (): void {
    const { speakers, signal, view } = this.init

    if (speakers) {
      this.playback = new SpeakerOutput({ signal, onOpen: (open, reason) => { view.show({ type: 'speakers', open, reason }) } })
    }
  }

  attach (call: GroupCall): void {
    call.addEventListener('track', ({ detail: { participant } }) => {
      this.playback?.add(participant)
      this.recordings?.add(participant)
    })
    call.addEventListener('participant:leave', ({ detail }) => { this.silence(detail) })
  }

  /** Nothing of a participant is heard any more */
  silence (participant: Participant): void {
    this.recordings?.remove(participant)
    this.playback?.remove(participant)
  }

  /** Everything is on disk when this resolves */
  async close (): Promise<void> {
    await Promise.all([this.recordings?.close(), this.playback?.close()])
  }
}
