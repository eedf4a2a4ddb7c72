import { CarriedPairs } from './carried-pairs.ts'
import { MissingLinks } from './missing-links.ts'
import { SpeakingNews } from './speaking-news.ts'
import type { ProtocolContext } from './context.ts'
import type { ParticipantRecord } from './participants.ts'
import type { SignalMessage } from '../../signaling/index.ts'

export interface CarryingInit {
  /** Carry voices between others that have no link */
  carry: boolean
  /** Let others carry the local voice, and hear voices through them */
  carried: boolean
  /** Called when the pairs that the local participant carries have changed */
  onChange(): void
}

/**
 * Participants without a link hear each other through a member that is linked with both.
 * The ends choose the member and it has to agree, so nobody needs the same view of the
 * call as anybody else.
 *
 * Only voices that come straight from their owners are carried, never a mix: of two
 * participants at most one carries voices to the other. So what X sends Y is the voice of
 * X and those of participants that X carries to Y, which have no link to Y: nobody hears
 * anybody twice, or themselves.
 */
export class Carrying {
  private readonly missing: MissingLinks
  private readonly pairs: CarriedPairs
  private readonly speaking: SpeakingNews

  constructor (context: ProtocolContext, { carry, carried, onChange }: CarryingInit) {
    this.missing = new MissingLinks(context, { carried, carriesTo: publicKey => this.pairs.includes(publicKey) })
    this.pairs = new CarriedPairs(context, { carry, isFree: publicKey => !this.missing.isCarrier(publicKey), onChange })
    this.speaking = new SpeakingNews(context, () => [...this.missing.carried, ...this.pairs.list.flat()])
  }

  /** When to call {@link review}, in ms */
  get due (): number | undefined {
    return this.missing.due
  }

  /** The pairs that hear each other through the local participant */
  get list (): Array<[string, string]> {
    return this.pairs.list
  }

  /** The local participant has begun to speak, or has stopped */
  setSpeaking (speaking: boolean): void {
    this.speaking.set(speaking)
  }

  onMessage ({ publicKey }: ParticipantRecord, { participant, step }: SignalMessage & { type: 'carry' }): void {
    switch (step) {
      case 'ask':
        this.missing.yieldTo(publicKey)
        this.pairs.onAsk(publicKey, participant)
        break
      case 'offer':
        this.pairs.yieldTo(publicKey)
        this.missing.onOffer(publicKey, participant)
        break
      case 'begin':
        this.missing.onBegin(publicKey, participant)
        break
      default:
        this.missing.onStop(publicKey, participant)
        this.pairs.onStop(publicKey, participant)
    }
  }

  /** A participant tells which pairs it carries */
  onCarries ({ publicKey, carries }: ParticipantRecord): void {
    this.missing.onCarries(publicKey, carries)
  }

  /** To be called after each change of participants, links and what is known of them */
  review (): void {
    this.pairs.review()
    this.missing.review()
    this.speaking.review()
  }
}
