import type { LobbyPerson } from './lobby.ts'

/** ms for which a call rings before it counts as missed: as long as a phone does */
export const RING_TIME = 45_000

/** ms between two lookups for a call that may ring: a caller who waits alone won't wait for long */
export const RING_LOOKUP_PAUSE = 15_000

/** A call that nobody here has accepted or declined */
export interface MissedCall {
  caller: LobbyPerson
  /** When it began to ring, or would have; ms since the Unix epoch */
  at: number
}

export type RingInput =
  /** Who is in the call, as a lobby shows them; `looking` while it may still find somebody */
  { type: 'people', people: readonly LobbyPerson[], looking: boolean } |
  /** The user accepts or declines the call that rings */
  { type: 'answer', accept: boolean } |
  /** Nothing should ring (true), or may again */
  { type: 'quiet', quiet: boolean } |
  /** Time passes: at least once a second */
  { type: 'tick' }

export type RingEffect =
  /** Nobody is in the call yet: it rings from now on */
  { type: 'empty' } |
  /** Somebody has started a call */
  { type: 'ring', caller: LobbyPerson } |
  /** There was a call before anybody looked: nobody is calling right now */
  { type: 'ongoing', people: readonly LobbyPerson[] } |
  /** It no longer rings */
  { type: 'silence', reason: 'accepted' | 'declined' | 'missed' } |
  { type: 'missed', call: MissedCall } |
  /** Everybody has left the call */
  { type: 'over' }

/**
 * unknown: before the first answer. empty: nobody is in the call. ringing: the user should
 * answer. answered: the call goes on, and the user knows
 */
type RingState = { type: 'unknown' } | { type: 'empty' } | { type: 'ringing', call: MissedCall, since: number } | { type: 'answered' }

/**
 * Decides when the call of a group rings, for a user who isn't in it. Pure: it is told
 * what a lobby shows and returns what to do.
 */
export class Ringer {
  private state: RingState = { type: 'unknown' }
  private quiet: boolean

  /** @param quiet - whether nothing should ring, so that every call is missed */
  constructor (quiet = false) {
    this.quiet = quiet
  }

  /** Who is calling, while it rings */
  get caller (): LobbyPerson | undefined {
    return this.state.type === 'ringing' ? this.state.call.caller : undefined
  }

  /**
   * @param input - what has happened
   * @param now - ms since the Unix epoch
   */
  handle (input: RingInput, now: number): RingEffect[] {
    switch (input.type) {
      case 'people':
        return input.people.length === 0 ? this.onNobody(input.looking) : this.onPeople(input.people, now)
      case 'answer':
        return this.stopRinging(input.accept ? 'accepted' : 'declined')
      case 'quiet':
        this.quiet = input.quiet

        return this.quiet ? this.stopRinging('missed') : []
      default:
        return this.state.type === 'ringing' && now - this.state.since >= RING_TIME ? this.stopRinging('missed') : []
    }
  }

  private onPeople (people: readonly LobbyPerson[], now: number): RingEffect[] {
    const [caller] = people

    if (this.state.type === 'unknown') {
      this.state = { type: 'answered' }

      return [{ type: 'ongoing', people }]
    }

    if (this.state.type !== 'empty') {
      return []
    }

    const call = { caller, at: now }

    if (this.quiet) {
      this.state = { type: 'answered' }

      return [{ type: 'missed', call }]
    }

    this.state = { type: 'ringing', call, since: now }

    return [{ type: 'ring', caller }]
  }

  private onNobody (looking: boolean): RingEffect[] {
    if (this.state.type === 'unknown') {
      if (looking) {
        return []
      }

      this.state = { type: 'empty' }

      return [{ type: 'empty' }]
    }

    // the lobby has waited long enough to know that everybody has left
    const effects: RingEffect[] = this.state.type === 'empty' ? [] : [...this.stopRinging('missed'), { type: 'over' }]
    this.state = { type: 'empty' }

    return effects
  }

  private stopRinging (reason: 'accepted' | 'declined' | 'missed'): RingEffect[] {
    if (this.state.type !== 'ringing') {
      return []
    }

    const { call } = this.state
    this.state = { type: 'answered' }

    return [{ type: 'silence', reason }, ...reason === 'missed' ? [{ type: 'missed' as const, call }] : []]
  }
}
