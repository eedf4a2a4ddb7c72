import { WavRecorder } from '../../index.ts'
import type { Participant } from '../../index.ts'

/** Frames to buffer while the file is being created: half a second */
const MAX_WAITING_FRAMES = 50

export interface RecordingsInit {
  directory: string

  /**
   * Bytes of audio in a file, after which the recording continues in another
   *
   * @default what a WAV file can contain
   */
  maxBytes?: number

  /** Called with each file; `continued` if the one before is full */
  onRecording(participant: Participant, path: string, continued: boolean): void
  onError(error: Error): void
}

interface Recording {
  recorder?: WavRecorder
  waiting: Int16Array[]
  made: Promise<void>
  /** The track being recorded: a new track continues in the same file */
  end(): void
}

/** Records each participant that is heard to a WAV file */
export class Recordings {
  private readonly init: RecordingsInit
  private readonly recordings = new Map<string, Recording>()
  private readonly closing = new Set<Promise<void>>()

  constructor (init: RecordingsInit) {
    this.init = init
  }

  /** Records a participant's track, which may replace an earlier one */
  add (participant: Participant): void {
    const { publicKey, audio } = participant

    if (audio == null) {
      return
    }

    const recording = this.recordings.get(publicKey) ?? this.begin(participant)

    recording.end()
    recording.end = audio.listen(frame => {
      if (recording.recorder != null) {
        recording.recorder.write(frame)
      } else if (recording.waiting.length < MAX_WAITING_FRAMES) {
        recording.waiting.push(frame)
      }
    })
    this.recordings.set(publicKey, recording)
  }

  remove ({ publicKey }: Participant): void {
    const recording = this.recordings.get(publicKey)

    if (recording == null) {
      return
    }

    this.recordings.delete(publicKey)
    recording.end()

    const closed = recording.made.then(async () => recording.recorder?.close()).catch(err => { this.init.onError(err) })
    this.closing.add(closed)
    void closed.finally(() => { this.closing.delete(closed) })
  }

  /** Resolves when everything is on disk */
  async close (): Promise<void> {
    for (const publicKey of this.recordings.keys()) {
      this.remove({ publicKey } as Participant)
    }

    await Promise.all(this.closing)
  }

  private begin (participant: Participant): Recording {
    const { directory, maxBytes, onError, onRecording } = this.init
    const onContinue = (path: string): void => { onRecording(participant, path, true) }
    const recording: Recording = { waiting: [], made: Promise.resolve(), end: () => {} }

    recording.made = WavRecorder.create({ directory, name: participant.name, key: participant.publicKey, maxBytes, onContinue, onError }).then(recorder => {
      onRecording(participant, recorder.path, false)
      recording.waiting.forEach(frame => { recorder.write(frame) })
      recording.waiting = []
      recording.recorder = recorder
    }).catch(onError)

    return recording
  }
}
