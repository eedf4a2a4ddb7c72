import { loadEngine } from '../session/load-engine.ts'
import { fragmentOf } from './route.ts'
import { storage } from './storage.ts'
import type { KnownGroup } from './storage.ts'
import type { Engine } from '../session/load-engine.ts'

/** A group as the start screen shows it */
export interface KeptGroup extends KnownGroup {
  id: Uint8Array
  /** Whether only people on its roster may join */
  membersOnly: boolean
  /** Whether it has owners besides the user, or the user isn't an owner */
  ownedByOthers: boolean
}

/** A time at which no invite has expired: a group that is moved doesn't end with its invite */
const BEFORE_ALL_INVITES = 0

/**
 * Returns the groups that this browser stores, sorted by name, and why others can't be
 * read
 */
export async function keptGroups (): Promise<{ groups: KeptGroup[], problems: Error[] }> {
  const engine = await loadEngine()
  const path = engine.defaultGroupsPath()
  const problems: Error[] = await moveOver(engine, path)
  const stored = await engine.listGroups(path, { onBroken: err => { problems.push(err) } })
  const publicKey = await ownKey(engine)

  return {
    problems,
    groups: stored.map(({ group, network, addresses }) => ({
      id: group.id,
      name: group.name,
      fragment: fragmentOf(engine.createInvite(group, { network, addresses: [...addresses] })),
      membersOnly: group.roster != null,
      ownedByOthers: group.roster == null || group.roster.owners.some(owner => owner.publicKey !== publicKey)
    }))
  }
}

/** Deletes a group here; it goes on for the others */
export async function forgetGroup (id: Uint8Array): Promise<void> {
  const engine = await loadEngine()

  await engine.deleteGroup(engine.defaultGroupsPath(), id)
}

/**
 * Moves groups that were stored as links to where all groups are stored. A group that
 * can't be moved stays a link.
 */
async function moveOver (engine: Engine, path: string): Promise<Error[]> {
  const problems: Error[] = []

  for (const { fragment } of storage.groups) {
    try {
      const { group, network, addresses } = engine.parseInvite(fragment, BEFORE_ALL_INVITES)
      const linked = { group, network, addresses, tickets: [] }

      await engine.updateGroup(path, group.id, kept => kept == null ? linked : engine.mergeGroups(kept, linked))
      storage.forgetGroup(fragment)
    } catch (err: any) {
      problems.push(err)
    }
  }

  return problems
}

/** Doesn't create an identity or ask for a passphrase */
async function ownKey (engine: Engine): Promise<string | undefined> {
  try {
    return (await engine.inspectIdentity(engine.defaultKeyPath())).publicKey
  } catch {
    // the user has no identity yet
  }
}
