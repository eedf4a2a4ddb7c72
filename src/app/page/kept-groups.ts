import { loadEngine } from '../session/load-engine.ts'
import { fragmentOf } from './route.ts'
import { storage } from './storage.ts'
import type { KnownGroup } from './storage.ts'
import type { Engine } from '../session/load-engine.ts'

/** A group as the start screen shows it */
export interface KeptGroup extends KnownGroup {
  id: Uint8Array
  /** Others may talk in it only if an owner has let them in */
  membersOnly: boolean
  /** Whether it has other owners than oneself, or one is none */
  ownedByOthers: boolean
}

/** Of an invite that is being moved over: its end is no end of the group */
const BEFORE_ALL_INVITES = 0

/**
 * Returns the groups that this browser keeps, sorted by name; and why others cannot
 * be read
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

/** Forgets a group: nothing ends for the others */
export async function forgetGroup (id: Uint8Array): Promise<void> {
  const engine = await loadEngine()

  await engine.deleteGroup(engine.defaultGroupsPath(), id)
}

/**
 * Groups that were remembered as links are kept as the others are. One that cannot
 * be moved stays where it is.
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

/** Without making an identity, or asking for a passphrase */
async function ownKey (engine: Engine): Promise<string | undefined> {
  try {
    return (await engine.inspectIdentity(engine.defaultKeyPath())).publicKey
  } catch {
    // there is none yet
  }
}
