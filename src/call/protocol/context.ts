import { Participants } from './participants.ts'
import type { CallIdMerge } from './call-id-merge.ts'
import type { DenialReason, Effect } from './types.ts'
import type { SignalMessage, SignedPresence } from '../../signaling/index.ts'
import type { GroupCallEvents } from '../call-events.ts'

/** Effects of a call that is over: nobody hears from us after our goodbye, or is connected to */
const AFTER_THE_END: ReadonlyArray<Effect['type']> = ['emit', 'drop', 'disconnect', 'close-channel', 'goodbye']

/** The local participant, which may start a newer session when its present one is stale */
export interface LocalParticipant {
  readonly publicKey: string
  readonly session: string
  readonly presence: SignedPresence
}

/**
 * What the rules of a call share: the participants, and the effects of the input that is
 * being handled
 */
export class ProtocolContext {
  readonly local: LocalParticipant
  readonly participants = new Participants()
  readonly callIds: CallIdMerge
  /** Time of the input that is being handled, in ms */
  now = 0
  /** Whether we are in the call, even if alone */
  entered = false
  /** Has left, or had to */
  over = false
  private effects: Effect[] = []

  constructor (local: LocalParticipant, callIds: CallIdMerge) {
    this.local = local
    this.callIds = callIds
  }

  do (effect: Effect): void {
    if (!this.over || AFTER_THE_END.includes(effect.type)) {
      this.effects.push(effect)
    }
  }

  emit <Name extends keyof GroupCallEvents> (event: Name, detail: GroupCallEvents[Name]['detail']): void {
    // the type is a union over all names, of which this is one
    this.effects.push({ type: 'emit', event, detail } as unknown as Effect)
  }

  /** Reports that a session was not let in */
  deny (presence: SignedPresence, reason: DenialReason): void {
    const { publicKey, name } = presence

    this.do({ type: 'turned-away', presence })
    this.emit('denied', { publicKey, name, reason })
  }

  send (to: SignedPresence, message: SignalMessage): void {
    this.do({ type: 'send', to, message })
  }

  /** Sends to a participant, if it is one */
  tell (publicKey: string, message: SignalMessage): void {
    const record = this.participants.get(publicKey)

    if (record != null) {
      this.send(record.presence, message)
    }
  }

  end (error: Error): void {
    this.do({ type: 'end', error })
    this.over = true
  }

  /** Returns the effects since the last call */
  take (): Effect[] {
    return this.effects.splice(0)
  }
}
