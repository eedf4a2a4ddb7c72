import { GroupNameError, loadGroup, mergeGroups, parseInvite, readGroup, mergeAddresses } from '../../index.ts'
import { UsageError } from '../errors.ts'
import { refuseTaken } from '../groups/own.ts'
import { quote } from '../words.ts'
import type { Invite, StoredGroup } from '../../index.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Longest name of a group, in characters, and the length of an id: an invite is longer */
const MAX_NAME_LENGTH = 64

/** What to call: an invite, a stored group, or neither for a new group */
export interface CallTarget {
  invite?: Invite

  /** The group and its addresses, as far as they are known before the call */
  known?: StoredGroup
}

/**
 * Returns what the user wants to join. Writes nothing.
 *
 * @param text - an invite, the name of a group, or the beginning of its id
 * @param newName - the name of a new group, if the user passed one
 * @param directory - where groups are stored
 * @param bootstrap - addresses of bootstrap peers that the user passed
 * @throws {UsageError}
 * @throws {InviteError}
 * @throws {GroupNameError}
 * @throws {GroupFileError}
 * @throws {InvalidParametersError} if the invite's id is that of another stored group
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
    throw new UsageError(`--group names a new group, but ${invite == null ? quote(text) : 'the invite'} already has a name: leave out one of them`)
  }

  if (invite == null) {
    const stored = await findGroup(directory, text)

    return { known: { ...stored, addresses: mergeAddresses(bootstrap, stored.addresses) } }
  }

  const { group, network, addresses } = invite
  const told = { group, network, addresses: mergeAddresses(bootstrap, addresses), tickets: [] }
  const stored = await readGroup(directory, group.id)

  return { invite, known: stored == null ? told : mergeGroups(stored, told) }
}

/** Only a group name that was chosen to mislead contains a # */
function isLink (text: string): boolean {
  return text.length > MAX_NAME_LENGTH || text.includes('#') || text.includes('://')
}

async function findGroup (directory: string, text: string): Promise<StoredGroup> {
  try {
    return await loadGroup(directory, text)
  } catch (err) {
    if (err instanceof GroupNameError && err.code === 'not-found') {
      throw new UsageError(`${quote(text)} is neither one of your groups (groupcall group list) nor an invite, which looks like groupcall://join#… (quote it, because # starts a comment in some shells)`)
    }

    throw err
  }
}
