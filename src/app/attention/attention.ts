import { Chimes } from './chimes.ts'
import { soundFor } from './sound-choice.ts'
import type { CallScreenState } from '../model/state.ts'

/** Tells a user who isn't looking at the screen what happens in the call */
export class Attention {
  private readonly chimes = new Chimes()

  /** Called when the screen has changed */
  update (before: CallScreenState | undefined, after: CallScreenState | undefined): void {
    const sound = before == null || after == null ? undefined : soundFor(before, after)

    if (sound != null) {
      this.chimes.play(sound, after?.devices.speaker ?? '')
    }

    if (after?.phase !== 'call') {
      this.chimes.close()
    }
  }
}
