import type { CallScreenActions, CallScreenState } from '../model/state.ts'

/** What TypeScript doesn't know yet, and Firefox doesn't have */
interface CallSession {
  setActionHandler(action: 'togglemicrophone' | 'hangup', handler: (() => void) | null): void
  setMicrophoneActive?(active: boolean): void
}

/** Mute and hang up on the lock screen, on headsets, and wherever else the system shows what a page plays */
export class MediaControls {
  /** Whether the system shows the microphone as active; undefined outside a call */
  private active?: boolean

  /** Called when the screen of a call has changed */
  show ({ group, self }: CallScreenState, actions: Pick<CallScreenActions, 'leave' | 'toggleMute'>): void {
    const active = !self.muted

    if (this.active == null) {
      this.handle(() => { actions.toggleMute() }, () => { actions.leave() })
      withSession(session => { session.metadata = new MediaMetadata({ title: group.name }) })
    }

    if (this.active !== active) {
      this.active = active
      withSession(session => { session.setMicrophoneActive?.(active) })
    }
  }

  /** Called after the call; idempotent */
  hide (): void {
    if (this.active != null) {
      this.active = undefined
      this.handle(null, null)
      withSession(session => { session.metadata = null })
    }
  }

  private handle (toggleMicrophone: (() => void) | null, hangUp: (() => void) | null): void {
    withSession(session => { session.setActionHandler('togglemicrophone', toggleMicrophone) })
    withSession(session => { session.setActionHandler('hangup', hangUp) })
  }
}

/** Ignores what a browser doesn't support: it throws for actions that it doesn't know */
function withSession (use: (session: MediaSession & CallSession) => void): void {
  try {
    if ('mediaSession' in navigator) {
      use(navigator.mediaSession as MediaSession & CallSession)
    }
  } catch {
    // the buttons on the page are enough
  }
}
