import { GroupNameError, loadGroup, mergeGroups, parseInvite, readGroup, uniteAddresses } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { refuseTaken } from '../groups/own.ts'
import { quote } from '../words.ts'
import type { Invite, StoredGroup } from '../../index.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Longest name of a group, in characters, and the length of an id: an invite is longer */
const MAX_NAME_LENGTH = 64

/** What a call is of: an invite, a group that is kept, or (neither) a new one */
export interface CallTarget {
  invite?: Invite

  /** The group and the ways to it, as far as they are known before the call */
  known?: StoredGroup
}

/**
 * Finds out what the user wants to join. Nothing is written.
 *
 * @param text - an invite, the name of a group, or the beginning of its id
 * @param newName - the name of a new group, if the user gave one
 * @param directory - where groups are kept
 * @param bootstrap - ways into the network that were given
 * @throws {UsageError}
 * @throws {InviteError}
 * @throws {GroupNameError}
 * @throws {GroupFileError}
 * @throws {InvalidParametersError} for an invite that is not of the group that is kept under its id
 */
export async function chooseTarget (text: string | undefined, newName: string | undefined, directory: string, bootstrap: Multiaddr[]): Promise<CallTarget> {
  if (text == null) {
    if (newName != null) {
      await refuseTaken(directory, newName)
    }

    return {}
  }

  const invite = isLink(text) ? parseInvite(text) : undefined

  if (newName != null) {
    throw new UsageError(`--group names a new group, and ${invite == null ? quote(text) : 'the invite'} has a name already: leave out one of them`)
  }

  if (invite == null) {
    const stored = await findGroup(directory, text)

    return { known: { ...stored, addresses: uniteAddresses(bootstrap, stored.addresses) } }
  }

  const { group, network, addresses } = invite
  const told = { group, network, addresses: uniteAddresses(bootstrap, addresses), tickets: [] }
  const stored = await readGroup(directory, group.id)

  return { invite, known: stored == null ? told : mergeGroups(stored, told) }
}

/** No name of a group has a # but one that was chosen to mislead */
function isLink (text: string): boolean {
  return text.length > MAX_NAME_LENGTH || text.includes('#') || text.includes('://')
}

async function findGroup (directory: string, text: string): Promise<StoredGroup> {
  try {
    return await loadGroup(directory, text)
  } catch (err) {
    if (err instanceof GroupNameError && err.code === 'not-found') {
      throw new UsageError(`${quote(text)} is no group that is kept here (groupcall group list), and not an invite either, which looks like groupcall://join#… (quote it, since # begins a comment in some shells)`)
    }

    throw err
  }
}
