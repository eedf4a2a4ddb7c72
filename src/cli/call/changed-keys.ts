import { pairNumber } from '../../index.ts'
import type { CallView, KnownStatus } from './events.ts'
import type { Contact, GroupCall, Participant } from '../../index.ts'

export interface ChangedKeysInit {
  view: CallView
  /** Public keys to accept under any name */
  trusted: readonly string[]
  /** Called when a participant is held */
  onHeld(participant: Participant): void
  /** Called when a participant is held or trusted */
  onChange(): void
}

/**
 * Participants with a contact's name but another key. They don't hear us and we don't
 * hear them until the user trusts the key.
 */
export class ChangedKeys {
  private readonly init: ChangedKeysInit
  private call?: GroupCall

  constructor (init: ChangedKeysInit) {
    this.init = init
  }

  attach (call: GroupCall): void {
    this.call = call
    call.addEventListener('identity:changed', ({ detail: { participant, known } }) => { this.onChanged(call, participant, known) })
  }

  /** Trusts a participant's key. Does nothing for a participant that isn't held. */
  trust (publicKey: string): void {
    const participant = this.call?.participants.find(other => other.publicKey === publicKey)

    if (participant?.namesake != null) {
      const known = statusOf(participant.namesake)
      this.call?.trust(publicKey)
      this.init.view.show({ type: 'trusted', publicKey, name: participant.name, known })
      this.init.onChange()
    }
  }

  private onChanged (call: GroupCall, participant: Participant, known: Contact): void {
    const { publicKey, name } = participant

    this.init.onHeld(participant)
    this.init.view.show({ type: 'identity:changed', publicKey, name, known: statusOf(known), pairNumber: pairNumber(call.publicKey, publicKey) })

    if (this.init.trusted.includes(publicKey)) {
      this.trust(publicKey)
    } else {
      this.init.onChange()
    }
  }
}

function statusOf ({ publicKey, name, verified }: Contact): KnownStatus {
  return { publicKey, name, verified }
}
