import type { Microphone } from '../media/index.ts'
import type { ParticipantState } from '../signaling/index.ts'

export interface OwnVoiceInit {
  name: string
  muted: boolean
  microphone(): Microphone | undefined
  /** How many are in the call besides */
  others(): number
  rosterVersion(): number
  /** The others should know */
  onChange(state: ParticipantState): void
}

/** Whether one is heard: what the user wants, and what the microphone makes of it */
export class OwnVoice {
  private readonly init: OwnVoiceInit
  private wantsMute: boolean
  /** The others have been told that there is no microphone */
  private listened = false

  constructor (init: OwnVoiceInit) {
    this.init = init
    this.wantsMute = init.muted
  }

  get muted (): boolean {
    return this.wantsMute
  }

  /** What the others are told of us */
  get state (): ParticipantState {
    const microphone = this.init.microphone()

    return {
      muted: this.wantsMute,
      listening: microphone != null && microphone.track == null,
      name: this.init.name,
      participants: this.init.others() + 1,
      rosterVersion: this.init.rosterVersion()
    }
  }

  setMuted (muted: boolean): void {
    if (muted === this.wantsMute) {
      return
    }

    this.wantsMute = muted

    if (muted) {
      this.init.microphone()?.mute()
    } else {
      this.init.microphone()?.unmute()
    }

    this.init.onChange(this.state)
  }

  /** It is open, or the reason is known why there is none */
  onMicrophone (microphone: Microphone): void {
    if (this.wantsMute) {
      microphone.mute()
    }

    if (microphone.track == null || this.wantsMute || this.listened) {
      this.init.onChange(this.state)
    }

    this.listened = microphone.track == null
  }
}
