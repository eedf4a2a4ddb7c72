import { pairNumber } from '../../index.ts'
import type { CallView, KnownStatus } from './events.ts'
import type { Contact, GroupCall, Participant } from '../../index.ts'

export interface ChangedKeysInit {
  view: CallView
  /** Public keys that are accepted under whatever name */
  trusted: readonly string[]
  /** Told of who is held from now on */
  onHeld(participant: Participant): void
  /** Told when somebody is held, and when they no longer are */
  onChange(): void
}

/**
 * Those who come under a known name with another key: nothing is said to them and
 * nothing heard of them until the user says that the key is the right one.
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

  /** Harmless for who is not held */
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
