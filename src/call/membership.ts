/** Tell one participant about others */
export interface Introduction {
  to: string
  about: string[]
  /** Who is told the same at the same time, and so need not be told by the recipient */
  informed: string[]
}

export interface Learned {
  /** Participants that were not known before */
  joined: string[]
  introductions: Introduction[]
}

/**
 * Who is in the call, and who knows of whom. Decides what has to be told to
 * whom, so that everybody gets to know everybody, however they met: one who
 * joins, two who start at once, two calls that merge. Pure.
 *
 * Participants are public keys.
 */
export class Membership {
  private readonly own: string
  private readonly known = new Map<string, Set<string>>()

  constructor (own: string) {
    this.own = own
  }

  get size (): number {
    return this.known.size
  }

  get participants (): string[] {
    return [...this.known.keys()]
  }

  has (participant: string): boolean {
    return this.known.has(participant)
  }

  /**
   * Somebody says that these are in the call, itself among them if it has a place;
   * `informed` are those who are being told the same. Whoever has none is told of all.
   */
  learn (from: string, told: string[], informed: string[] = []): Learned {
    const before = this.participants.filter(participant => participant !== from)
    const joined = [...new Set(told)].filter(participant => participant !== this.own && !this.known.has(participant))

    // who tells of somebody is known to that one, or will be
    joined.forEach(participant => { this.known.set(participant, new Set([participant, this.own, from])) })
    this.told(from, [...told, this.own])
    informed.forEach(participant => { this.told(participant, told) })

    const news = before.map(to => ({ to, about: joined.filter(participant => !this.knownBy(to).has(participant)) }))
      .filter(({ about }) => about.length > 0)
    const introductions = [{ to: from, about: this.missing(from) }, ...news]
      .filter(({ about }) => about.length > 0)
      .map(({ to, about }) => ({
        to,
        about,
        informed: news.filter(other => other.to !== to && about.every(participant => other.about.includes(participant))).map(other => other.to)
      }))

    introductions.forEach(({ to, about }) => { this.told(to, about) })

    return { joined, introductions }
  }

  /** A participant was told of others */
  told (to: string, about: string[]): void {
    const known = this.knownBy(to)
    about.forEach(participant => { known.add(participant) })
  }

  /** Those who know of a participant, and so may hand messages on to it */
  introducers (to: string): string[] {
    return this.participants.filter(participant => participant !== to && this.knownBy(participant).has(to))
  }

  leave (participant: string): void {
    this.known.delete(participant)
    this.known.forEach(known => { known.delete(participant) })
  }

  /** Participants of whom another is not known to know */
  private missing (of: string): string[] {
    const known = this.knownBy(of)

    return this.participants.filter(participant => participant !== of && !known.has(participant))
  }

  private knownBy (participant: string): Set<string> {
    return this.known.get(participant) ?? new Set()
  }
}
