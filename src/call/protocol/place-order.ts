import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { toString } from 'uint8arrays/to-string'
import { HARD_LIMIT } from '../../mesh/index.ts'
import type { Participant } from './participants.ts'

/**
 * Returns whether these seven and we are all linked with each other, by their own reports.
 * Each has seven links, so none can be in another group of eight
 */
export function isFullMesh (others: Array<Pick<Participant, 'publicKey' | 'linkState' | 'links'>>): boolean {
  return others.length === HARD_LIMIT - 1 && others.every(({ publicKey, linkState, links }) =>
    linkState === 'connected' && others.every(other => other.publicKey === publicKey || links.get(other.publicKey) === 'connected'))
}

/** A session that wants a place */
export interface Rival {
  publicKey: string
  session: string
  settled?: boolean
}

/**
 * Returns whether a newcomer that isn't settled has a place among others: settled ones
 * come first, then an order that nobody can foresee but everyone computes alike
 */
export function isFirst (local: Rival, others: Rival[]): boolean {
  const own = orderOf(local)
  const before = others.filter(other => other.settled === true || orderOf(other) < own)

  return before.length < HARD_LIMIT
}

/** Returns what newcomers are ordered by: 64 hex digits */
export function orderOf ({ publicKey, session }: Pick<Rival, 'publicKey' | 'session'>): string {
  return toString(sha256(utf8ToBytes(`${publicKey} ${session}`)), 'base16')
}
