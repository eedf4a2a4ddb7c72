/** A group of clocks that agree */
export interface Agreement {
  /** ms by which the local clock is ahead of theirs: the median */
  readonly difference: number
  /** How many reports agree */
  readonly reports: number
}

/**
 * Sorts differences between clocks into groups that agree, the largest group first
 *
 * @param differences - ms by which the local clock is ahead of each other
 * @param tolerance - ms by which those of one group may differ
 */
export function agree (differences: number[], tolerance: number): Agreement[] {
  const groups: number[][] = []

  for (const difference of [...differences].sort((a, b) => a - b)) {
    const group = groups.at(-1)

    if (group != null && difference - group[0] <= tolerance) {
      group.push(difference)
    } else {
      groups.push([difference])
    }
  }

  return groups
    .map(group => ({ difference: group[Math.floor(group.length / 2)], reports: group.length }))
    .sort((a, b) => b.reports - a.reports)
}
