import type { ProtocolContext } from './context.ts'
import type { Places } from './places.ts'
import type { RosterSync } from './roster-sync.ts'
import type { ParticipantState } from '../../signaling/index.ts'

/** What the others are told about the local participant: what the user wants, and what the microphone allows */
export class LocalState {
  private readonly context: ProtocolContext
  private readonly init: { name: string, muted: boolean, roster: RosterSync, places(): Places }
  private wantsMute: boolean
  private name: string
  private microphone: 'unknown' | 'open' | 'ended' | 'none' = 'unknown'

  constructor (context: ProtocolContext, init: LocalState['init']) {
    this.context = context
    this.init = init
    this.wantsMute = init.muted
    this.name = init.name
  }

  get muted (): boolean {
    return this.wantsMute
  }

  /**
   * Whether a participant that we have just been linked with has to be told: nobody expects
   * anything but an open microphone, and the name in a presence that others have passed on
   */
  get surprising (): boolean {
    const { muted, listenOnly, name } = this.current

    return muted || listenOnly || name !== this.init.name
  }

  get current (): ParticipantState {
    const { participants } = this.context
    const { settled } = this.init.places()

    return {
      muted: this.wantsMute || this.microphone === 'ended',
      listenOnly: this.microphone === 'none',
      name: this.name,
      // a newcomer expects everybody that others claim; later, claims may be inventions
      participants: 1 + (settled ? participants.met.length : participants.size),
      rosterVersion: this.init.roster.version,
      rosterHash: this.init.roster.hash,
      settled
    }
  }

  /** Silences the microphone for everybody at once, or opens it, and tells them */
  setMuted (muted: boolean): void {
    if (muted !== this.wantsMute) {
      this.wantsMute = muted
      this.context.do({ type: 'mute', muted })
      this.broadcast()
    }
  }

  /** Changes the local participant's name, and tells the others */
  setName (name: string): void {
    if (name !== this.name) {
      this.name = name
      this.broadcast()
    }
  }

  /**
   * The microphone is open, or has ended, or the reason is known why there is none; it may
   * be replaced later
   */
  setMicrophone ({ ended = false, listenOnly }: { ended?: boolean, listenOnly: boolean }): void {
    const expected = this.microphone === 'unknown' || this.microphone === 'open'

    const open = ended ? 'ended' : 'open'

    this.microphone = listenOnly ? 'none' : open

    if (this.wantsMute) {
      this.context.do({ type: 'mute', muted: true })
    }

    // nobody expects anything but an open microphone
    if (this.microphone !== 'open' || this.wantsMute || !expected) {
      this.broadcast()
    }
  }

  private broadcast (): void {
    this.context.participants.list.forEach(({ presence }) => { this.context.send(presence, { type: 'state', state: this.current }) })
  }
}
