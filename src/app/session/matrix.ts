import type { LinkState, Participant } from '../../index.ts'
import type { MatrixCell, MatrixState, PersonState } from '../model/state.ts'

/** Two public keys each */
type Pairs = ReadonlyArray<readonly [string, string]>

/** ms that links may take before the user is told: nobody wants to read about each join */
const PATIENCE = 3_000

/**
 * Who hears whom, over time
 */
export class Matrix {
  /** Since when one person hasn't heard another, by both public keys: while people join, it is never the same pair for long */
  private unheard = new Map<string, number>()

  /** Updates it; `carries` are the pairs that hear each other through the user, and `now` is in ms, as from `performance.now()` */
  update (self: PersonState, participants: readonly Participant[], now: number, carries?: Pairs): MatrixState {
    const matrix = makeMatrix(self, participants, carries)
    const pairs = matrix.cells.flatMap((row, index) => row.flatMap((cell, column) => index === column || isHeard(cell) ? [] : [`${matrix.people[index].publicKey} ${matrix.people[column].publicKey}`]))
    this.unheard = new Map(pairs.map(pair => [pair, this.unheard.get(pair) ?? now]))

    return { ...matrix, worrying: [...this.unheard.values()].some(since => now - since >= PATIENCE) }
  }
}

/**
 * Returns who hears whom, from the local links and from each participant's report of
 * its own; the user first
 */
export function makeMatrix (self: PersonState, participants: readonly Participant[], carries: Pairs = []): Omit<MatrixState, 'worrying'> {
  const people = [self, ...participants.map(({ publicKey, name }) => ({ publicKey, name }))]
  const own = new Map<string, LinkState>(participants.map(({ publicKey, linkState, unlinked }) => [publicKey, unlinked ? 'closed' : linkState]))
  const links = [own, ...participants.map(participant => participant.links)]
  const carried = new Set([carries, ...participants.map(participant => participant.carries)].flat().map(pairOf))
  const cells = links.map((row, index) => people.map(({ publicKey }, column): MatrixCell | undefined => {
    const state = index === column ? undefined : row.get(publicKey)

    return state !== 'connected' && carried.has(pairOf([people[index].publicKey, publicKey])) ? 'carried' : state
  }))

  return {
    complete: cells.every((row, index) => row.every((cell, column) => index === column || isHeard(cell))),
    people,
    cells
  }
}

function isHeard (cell?: MatrixCell): boolean {
  return cell === 'connected' || cell === 'carried'
}

function pairOf (keys: readonly string[]): string {
  return [...keys].sort().join(' ')
}
