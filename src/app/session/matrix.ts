import type { LinkState, Participant } from '../../index.ts'
import type { MatrixState, PersonState } from '../model/state.ts'

/**
 * Who hears whom, from one's own links and from what each participant says of
 * its own; oneself first
 */
export function makeMatrix (self: PersonState, participants: readonly Participant[]): MatrixState {
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
