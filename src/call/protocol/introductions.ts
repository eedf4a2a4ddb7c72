import type { ProtocolContext } from './context.ts'
import type { ParticipantRecord, Participants } from './participants.ts'
import type { ParticipantState } from '../../signaling/index.ts'

/** Tell one participant about others */
export interface Introduction {
  to: string
  about: string[]
  /** Public keys of participants that get the same introduction now, so the recipient needn't repeat it */
  informed: string[]
}

/**
 * Decides which introductions to send, so that everyone gets to know everyone, however they
 * met: a newcomer, two that start at once, two calls that merge. The participants that
 * each of them knows are in its record.
 */
export class Introductions {
  private readonly context: ProtocolContext
  private readonly participants: Participants
  private readonly state: () => ParticipantState

  /**
   * @param context
   * @param state - returns what the local participant says of itself
   */
  constructor (context: ProtocolContext, state: () => ParticipantState) {
    this.context = context
    this.participants = context.participants
    this.state = state
  }

  /**
   * A participant has told us who is in the call
   *
   * @param from - public key of the participant
   * @param told - public keys of everybody it named, itself included
   * @param joined - those that have just been added to the participants
   * @param informed - public keys of participants that are told the same
   * @returns what others have to be told now
   */
  learn (from: string, told: string[], joined: string[], informed: string[] = []): Introduction[] {
    const before = this.participants.publicKeys.filter(publicKey => publicKey !== from && !joined.includes(publicKey))

    this.told(from, [...told, this.context.local.publicKey])
    informed.forEach(publicKey => { this.told(publicKey, told) })

    const news = before.map(to => ({ to, about: joined.filter(publicKey => !this.knownBy(to).has(publicKey)) }))
      .filter(({ about }) => about.length > 0)
    const introductions = [{ to: from, about: this.unknownTo(from) }, ...news]
      .filter(({ about }) => about.length > 0)
      .map(({ to, about }) => ({
        to,
        about,
        informed: news.filter(other => other.to !== to && about.every(publicKey => other.about.includes(publicKey))).map(other => other.to)
      }))

    introductions.forEach(({ to, about }) => { this.told(to, about) })

    return introductions
  }

  /** A participant has been told about others */
  told (to: string, about: string[]): void {
    const record = this.participants.get(to)
    about.forEach(publicKey => { record?.knows.add(publicKey) })
  }

  /** Sends introductions */
  introduce (introductions: Introduction[]): void {
    const { context, participants, state } = this

    for (const { to, about, informed } of introductions) {
      const records = about.map(publicKey => participants.get(publicKey)).filter(record => record != null)
      records.forEach(record => {
        record.introducedTo.add(to)

        if (!record.introducible) {
          record.owed.add(to)
        }
      })

      const presences = records.filter(({ introducible }) => introducible).map(({ presence }) => presence)
      context.tell(to, { type: 'welcome', presences, informed, others: participants.met, state: state() })
    }
  }

  /** Makes up for introductions of a participant whose presence in this epoch was not known yet */
  introduceOwed (publicKey: string): void {
    const record = this.participants.get(publicKey)

    if (record?.introducible === true) {
      const owed = [...record.owed]
      record.owed.clear()
      this.introduce(owed.map(to => ({ to, about: [publicKey], informed: [] })))
    }
  }

  /** Introduces everybody again to a participant that sees fewer than we do, because it missed something */
  repair ({ publicKey, introducible }: ParticipantRecord, { participants }: ParticipantState): void {
    const about = this.participants.publicKeys.filter(other => other !== publicKey)

    if (about.length > 0 && participants <= about.length + 1 && introducible) {
      this.told(publicKey, about)
      this.introduce([{ to: publicKey, about, informed: [] }])
    }
  }

  /** Returns the public keys of participants that know another one, and so can forward messages to it */
  introducersOf (to: string): string[] {
    return this.participants.publicKeys.filter(publicKey => publicKey !== to && this.knownBy(publicKey).has(to))
  }

  /** Returns the public keys of participants that `publicKey` may not have heard of */
  unknownTo (publicKey: string): string[] {
    const known = this.knownBy(publicKey)

    return this.participants.publicKeys.filter(other => other !== publicKey && !known.has(other))
  }

  private knownBy (publicKey: string): ReadonlySet<string> {
    return this.participants.get(publicKey)?.knows ?? new Set()
  }
}
