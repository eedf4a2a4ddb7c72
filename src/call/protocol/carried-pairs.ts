import { isInitiator } from '../../mesh/index.ts'
import { MAX_CARRIED } from '../../signaling/index.ts'
import type { ProtocolContext } from './context.ts'
import type { ParticipantRecord } from './participants.ts'
import type { CarryStep } from '../../signaling/index.ts'

/** ms between two times that a pair begins to be carried: each costs a track, and an honest end waits longer */
const BEGIN_INTERVAL = 1_000

interface CarriedPair {
  readonly ends: readonly [string, string]
  /** The ends that want it; it is carried while both do */
  readonly asked: Set<string>
}

export interface CarriedPairsInit {
  /** Whether the user lets others be carried by the local participant */
  carry: boolean
  /**
   * Returns whether a participant may be carried: not while it carries voices to the
   * local one, because what it sends is a mix then, and another participant would hear
   * a voice twice, or its own
   */
  isFree(publicKey: string): boolean
  /** Called when the pairs that are carried have changed */
  onChange(): void
}

/** The pairs that hear each other through the local participant, and what it mixes for each */
export class CarriedPairs {
  private readonly context: ProtocolContext
  private readonly init: CarriedPairsInit
  private readonly pairs = new Map<string, CarriedPair>()
  /** When pairs were begun, in ms, of those whose ends are in the call */
  private readonly begun = new Map<string, number>()
  /** The voices that are mixed now, by the participant to which they are sent */
  private readonly mixes = new Map<string, string[]>()

  constructor (context: ProtocolContext, init: CarriedPairsInit) {
    this.context = context
    this.init = init
  }

  /** The pairs that are carried now: two public keys each */
  get list (): Array<[string, string]> {
    return this.active.map(({ ends: [first, second] }) => [first, second])
  }

  /** Whether a participant is an end of a pair that is carried, or may soon be */
  includes (publicKey: string): boolean {
    return [...this.pairs.values()].some(({ ends }) => ends.includes(publicKey))
  }

  /** A participant wants to hear another one through the local participant, and to be heard */
  onAsk (from: string, other: string): void {
    const { now } = this.context
    const key = keyOf(from, other)
    const isNew = !this.pairs.has(key)

    if (!this.mayCarry(from, other) || (isNew && (this.pairs.size >= MAX_CARRIED || now < (this.begun.get(key) ?? -Infinity) + BEGIN_INTERVAL))) {
      this.tell(from, other, 'stop')
      return
    }

    const pair = this.pairs.get(key) ?? { ends: from < other ? [from, other] : [other, from], asked: new Set<string>() }
    this.pairs.set(key, pair)
    pair.asked.add(from)

    if (pair.asked.size < 2) {
      this.tell(other, from, 'offer')
      return
    }

    this.begun.set(key, now)
    this.tell(from, other, 'begin')
    this.tell(other, from, 'begin')
    this.init.onChange()
  }

  /** A participant no longer wants to hear another one, or never did */
  onStop (from: string, other: string): void {
    const pair = this.pairs.get(keyOf(from, other))

    if (pair != null) {
      this.remove(pair)
      this.tell(other, from, 'stop')
    }
  }

  /**
   * A participant and the local one have offered to carry each other's voices, and can't
   * both: the lower key takes back what it offered. The higher one declines it anyway
   */
  yieldTo (publicKey: string): void {
    if (isInitiator(publicKey, this.context.local.publicKey)) {
      [...this.pairs.values()].filter(({ ends, asked }) => ends.includes(publicKey) && asked.size < 2).forEach(pair => { this.end(pair) })
    }
  }

  /** Drops the pairs that can't be carried any longer, and adjusts the mixes */
  review (): void {
    const { participants } = this.context

    ;[...this.pairs.values()].filter(({ ends: [first, second] }) => !this.mayCarry(first, second)).forEach(pair => { this.end(pair) })

    for (const key of this.begun.keys()) {
      if (!key.split(' ').every(publicKey => participants.has(publicKey))) {
        this.begun.delete(key)
      }
    }

    for (const to of new Set([...this.mixes.keys(), ...this.active.flatMap(({ ends }) => ends)])) {
      this.mix(to, this.voicesFor(to))
    }
  }

  private get active (): CarriedPair[] {
    return [...this.pairs.values()].filter(({ asked }) => asked.size === 2)
  }

  private mayCarry (first: string, second: string): boolean {
    const records = [first, second].map(publicKey => this.context.participants.get(publicKey))
    const [a, b] = records

    return this.init.carry && a != null && b != null && a !== b && [a, b].every(record => this.isReady(record)) &&
      // they hear each other, and what they sent about it was lost
      !(a.links.get(second) === 'connected' && b.links.get(first) === 'connected')
  }

  private isReady ({ publicKey, linkState, onHold }: ParticipantRecord): boolean {
    return linkState === 'connected' && !onHold && this.init.isFree(publicKey)
  }

  /** Returns the public keys of the participants whose voices are mixed into what is sent to a participant */
  private voicesFor (to: string): string[] {
    return this.active.filter(({ ends }) => ends.includes(to))
      .map(({ ends: [first, second] }) => first === to ? second : first)
      .filter(from => this.context.participants.get(from)?.listenOnly === false)
      .sort()
  }

  private mix (to: string, voices: string[]): void {
    if (voices.join() === (this.mixes.get(to) ?? []).join()) {
      return
    }

    if (voices.length === 0) {
      this.mixes.delete(to)
    } else {
      this.mixes.set(to, voices)
    }

    this.context.do({ type: 'carry', to, voices })
  }

  private end (pair: CarriedPair): void {
    const [first, second] = pair.ends

    this.remove(pair)
    this.tell(first, second, 'stop')
    this.tell(second, first, 'stop')
  }

  private remove ({ ends: [first, second], asked }: CarriedPair): void {
    this.pairs.delete(keyOf(first, second))

    if (asked.size === 2) {
      this.init.onChange()
    }
  }

  private tell (to: string, participant: string, step: CarryStep): void {
    this.context.tell(to, { type: 'carry', participant, step })
  }
}

function keyOf (first: string, second: string): string {
  return first < second ? `${first} ${second}` : `${second} ${first}`
}
