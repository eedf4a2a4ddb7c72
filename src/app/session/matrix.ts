import type { LinkState, Participant } from '../../index.ts'
import type { MatrixState, PersonState } from '../model/state.ts'

/** ms that links may take before somebody is told of them: nobody wants to read of each join */
const PATIENCE = 3_000

/**
 * Who hears whom, over time
 */
export class Matrix {
  private incompleteSince?: number

  /** `now` in ms, as `performance.now()` has it */
  update (self: PersonState, participants: readonly Participant[], now: number): MatrixState {
    const matrix = makeMatrix(self, participants)
    this.incompleteSince = matrix.complete ? undefined : this.incompleteSince ?? now

    return { ...matrix, worrying: this.incompleteSince != null && now - this.incompleteSince >= PATIENCE }
  }
}

/**
 * Who hears whom, from one's own links and from what each participant says of
 * its own; oneself first
 */
export function makeMatrix (self: PersonState, participants: readonly Participant[]): Omit<MatrixState, 'worrying'> {
  const people = [self, ...participants.map(({ publicKey, name }) => ({ publicKey, name }))]
  const own = new Map<string, LinkState>(participants.map(({ publicKey, linkState }) => [publicKey, linkState]))
  const links = [own, ...participants.map(participant => participant.links)]
  const cells = links.map((row, index) => people.map(({ publicKey }, column) => index === column ? undefined : row.get(publicKey)))

  return {
    complete: cells.every((row, index) => row.every((cell, column) => index === column || cell === 'connected')),
    people,
    cells
  }
}
