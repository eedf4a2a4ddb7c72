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
  private incompleteSince?: number

  /** Updates it; `carries` are the pairs that hear each other through the user, and `now` is in ms, as from `performance.now()` */
  update (self: PersonState, participants: readonly Participant[], now: number, carries?: Pairs): MatrixState {
    const matrix = makeMatrix(self, participants, carries)
    this.incompleteSince = matrix.complete ? undefined : this.incompleteSince ?? now

    return { ...matrix, worrying: this.incompleteSince != null && now - this.incompleteSince >= PATIENCE }
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
    complete: cells.every((row, index) => row.every((cell, column) => index === column || cell === 'connected' || cell === 'carried')),
    people,
    cells
  }
}

function pairOf (keys: readonly string[]): string {
  return [...keys].sort().join(' ')
}
