/** The steps of a join */
export type JoinStep =
  /** Entering the network */
  | 'network'
  /** Looking for members under the group's key */
  | 'finding'
  /** Dialling a member that was found */
  | 'dialling'
  /** We are not on the roster, and wait for one of `count` owners to let us in */
  | 'waiting'
  /** A member let us in: connecting to everybody */
  | 'connecting'
  /** A link is up, or nobody else is there */
  | 'done'

export interface JoinProgress {
  step: JoinStep
  /** ms since the join began */
  at: number
  /** What went wrong, and what to do; the join goes on */
  problem?: string
  /** Providers found, owners that know, or people in the call, depending on the step */
  count?: number
}
