import { Chimes } from './chimes.ts'
import { MediaControls } from './media-controls.ts'
import { noticesFor, notify } from './notices.ts'
import { ScreenLock } from './screen-lock.ts'
import { soundFor } from './sound-choice.ts'
import type { CallScreenActions, CallScreenState } from '../model/state.ts'
import type { Text } from '../text/text.ts'

/** Tells a user who isn't looking at the screen what happens in the call, and keeps the call at hand */
export class Attention {
  private readonly chimes = new Chimes()
  private readonly screenLock = new ScreenLock()
  private readonly mediaControls = new MediaControls()
  private inCall = false

  /** Called when the screen has changed; `actions` are absent once the call's session has gone */
  update (before: CallScreenState | undefined, after: CallScreenState | undefined, actions: CallScreenActions | undefined, text: Text): void {
    if (after?.phase === 'call' && actions != null) {
      this.begin()
      this.mediaControls.show(after, actions)
    } else {
      this.end()
    }

    if (before != null && after != null) {
      this.tell(before, after, text)
    }
  }

  private begin (): void {
    if (!this.inCall) {
      this.inCall = true
      this.screenLock.hold()
    }
  }

  private end (): void {
    if (this.inCall) {
      this.inCall = false
      this.chimes.close()
      this.screenLock.release()
      this.mediaControls.hide()
    }
  }

  private tell (before: CallScreenState, after: CallScreenState, text: Text): void {
    const sound = soundFor(before, after)

    if (sound != null) {
      this.chimes.play(sound, after.devices.speaker)
    }

    if (document.hidden) {
      noticesFor(before, after, text).forEach(words => { notify(after.group.name, words) })
    }
  }
}
