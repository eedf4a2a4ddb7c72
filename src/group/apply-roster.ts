import { equals } from 'uint8arrays/equals'
import { compareChains } from './fork-choice.ts'
import { digestSecret } from './roster-bytes.ts'
import { chainOf, isSigned, pruneLinks, signedChain } from './roster-chain.ts'
import { MAX_PREVIOUS_EPOCHS } from './roster.ts'
import type { Fork } from './fork-choice.ts'
import type { Group, PreviousEpoch } from './group.ts'
import type { ChainLink } from './roster-chain.ts'
import type { Roster, RosterLink } from './roster.ts'

/** A roster as it arrives */
export interface RosterNews {
  readonly roster: Roster
  /** The links of its chain before it, the oldest first: all that its bearer has kept, or only the links since one of ours */
  readonly links?: readonly RosterLink[]
  /** Of the roster's epoch */
  readonly secret?: Uint8Array
}

/**
 * How a roster relates to ours.
 *
 * unrelated: an owner has signed it, but its chain has no roster in common with ours.
 * refused: not signed by an owner, of another group, or with a secret that it is not bound to.
 * secret-needed: newer, but we don't have the secret of its epoch.
 */
export type RosterOutcome = 'newer' | 'same' | 'older' | 'unrelated' | 'refused' | 'secret-needed'

export interface Applied {
  outcome: RosterOutcome
  /** The group as it is from now on, if that changes */
  group?: Group
  /** There are two branches, so raise the alarm */
  fork?: Fork
}

/** Takes a roster, whose signatures hold, if it is newer than ours or wins over it */
export function applyRoster (group: Group, { roster, links = [], secret }: RosterNews): Applied {
  if (group.secret == null || group.roster == null || !isSigned(roster)) {
    return { outcome: 'refused' }
  }

  const rosters = [...links, roster]
  const { epoch, secretDigest } = roster.signed

  if (rosters.some(({ signed }) => !equals(signed.groupId, group.id)) || (secret != null && !equals(digestSecret(group.id, secret), secretDigest))) {
    return { outcome: 'refused' }
  }

  const { relation, fork, chain } = compareChains(chainOf(group), signedChain(group, rosters), group.owner)

  if (relation !== 'newer' || chain == null) {
    return { outcome: relation, fork }
  }

  const kept = pruneLinks(toRosterLinks(chain.slice(0, -1)), group.owner)

  // an invite has brought the secret of a later epoch, whose roster is still to come
  if (fork == null && epoch < group.epoch && !isCurrent(group)) {
    return { outcome: 'newer', group: { ...group, roster, links: kept } }
  }

  const known = secret ?? secretOf(group, secretDigest)

  return known == null ? { outcome: 'secret-needed', fork } : { outcome: 'newer', fork, group: withRoster(group, roster, kept, known) }
}

/** Returns the group with another roster, and the links before that */
export function withRoster (group: Group, roster: Roster, links: readonly RosterLink[], secret: Uint8Array): Group {
  const over = group.secret == null ? [] : [{ epoch: group.epoch, secret: group.secret }]

  return withPrevious({ ...group, epoch: roster.signed?.epoch ?? group.epoch, secret, roster, links }, over)
}

/**
 * Returns the group with more past epochs. After a fork, one of the losing branch may have
 * the number of the current one.
 */
export function withPrevious (group: Group, more: readonly PreviousEpoch[] = []): Group {
  const previous: PreviousEpoch[] = []

  for (const past of [...more, ...group.previous ?? []].sort((a, b) => b.epoch - a.epoch)) {
    if (group.secret != null && ![group.secret, ...previous.map(({ secret }) => secret)].some(secret => equals(secret, past.secret))) {
      previous.push(past)
    }
  }

  const { previous: before, ...others } = group

  return previous.length === 0 && before == null ? others : { ...others, previous: previous.slice(0, MAX_PREVIOUS_EPOCHS) }
}

/** Returns the links after the roster with this hash: all of them if it is not among ours */
export function linksSince ({ links = [], roster }: Group, hash?: Uint8Array): readonly RosterLink[] {
  const index = hash == null ? -1 : links.findLastIndex(({ signed }) => equals(signed.hash, hash))
  const isHead = hash != null && roster?.signed != null && equals(roster.signed.hash, hash)

  return isHead ? [] : links.slice(index + 1)
}

/** Returns whether the newest epoch is that of the roster */
function isCurrent ({ epoch, roster }: Group): boolean {
  return roster?.signed == null ? roster?.version === 0 && epoch === 0 : roster.signed.epoch === epoch
}

/** Returns the secret with a digest, if the group has or had it */
export function secretOf ({ id, secret, previous = [] }: Group, digest: Uint8Array): Uint8Array | undefined {
  return [secret, ...previous.map(({ secret }) => secret)].find(secret => secret != null && equals(digestSecret(id, secret), digest))
}

function toRosterLinks (chain: readonly ChainLink[]): RosterLink[] {
  return chain.flatMap(({ version, owners, signed }) => signed == null ? [] : [{ version, owners, signed }])
}
