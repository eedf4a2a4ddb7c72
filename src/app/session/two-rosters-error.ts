/**
 * Owners of a group have signed two rosters of one version
 */
export class TwoRostersError extends Error {
  static name = 'TwoRostersError'
  name = 'TwoRostersError'

  constructor () {
    super('Owners of this group have changed its members at the same time, or somebody else has the key of one. Compare the members with each other.')
  }
}
