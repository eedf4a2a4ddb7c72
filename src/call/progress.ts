/** What a join is doing */
export type JoinStep =
  /** Entering the network */
  | 'network'
  /** Looking for members under the group's key */
  | 'finding'
  /** Dialling a member that was found */
  | 'dialling'
  /** One is not on the group's roster, and waits for an owner: `count` of them know */
  | 'waiting'
  /** A member answered: connections to everybody are being made */
  | 'connecting'
  /** A link is up, or nobody else is there */
  | 'done'

export interface JoinProgress {
  step: JoinStep
  /** ms since the join began */
  at: number
  /** What went wrong, and what to do; the join goes on */
  problem?: string
  /** How many, where that is of interest: providers found, members in the call */
  count?: number
}
