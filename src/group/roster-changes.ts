import { randomBytes } from '@libp2p/crypto'
import { InvalidParametersError } from '@libp2p/interface'
import { isPublicKey, isWeakPublicKey } from '../../keys/identity.ts'
import { withRoster } from './apply-roster.ts'
import { GROUP_SECRET_BYTES } from './group.ts'
import { digestSecret, hashRoster, signedBytes } from './roster-bytes.ts'
import { isSigned, pruneLinks, rosterHash } from './roster-chain.ts'
import { encodeRosterContent } from './roster-codec.ts'
import { isMember, isOwner, isRosterKnown, MAX_MEMBERS, MAX_OWNERS } from './roster.ts'
import type { Group } from './group.ts'
import type { RosterLink } from './roster.ts'
import type { Identity } from '../../keys/index.ts'

/** Public keys, 64 lower-case hex digits each */
export interface RosterChange {
  add?: string[]
  /** Members or owners */
  remove?: string[]
  /** Members, or others, who may change the roster from now on */
  addOwners?: string[]
}

/**
 * Changes the roster of a members-only group, as one of its owners. A person who is removed
 * knows the secret, so the group gets another one.
 *
 * Make one change after the other: two changes of the same roster are a fork, of which only
 * one lasts.
 *
 * @returns the group as it is from now on; the others learn of it when they are met
 * @throws {InvalidParametersError} with what to do
 */
export async function changeRoster (group: Group, identity: Identity, change: RosterChange): Promise<Group> {
  const { roster, secret } = group
  const previous = rosterHash(group)

  if (roster == null || secret == null) {
    throw new InvalidParametersError('Everyone with an invite is in this group: make a members-only group to choose its members')
  }

  if (!isOwner(group, identity.publicKey)) {
    throw new InvalidParametersError('Only an owner can change the roster of this group: ask one')
  }

  if (!isRosterKnown(group) || previous == null) {
    throw new InvalidParametersError('The newest roster of this group is not known here: join a call with another member first')
  }

  const { add = [], remove = [], addOwners = [] } = change
  checkChange(group, { add, remove, addOwners })

  const version = roster.version + 1
  const named = addOwners.map(publicKey => ({ publicKey, since: version }))
  const staying = roster.owners.filter(({ publicKey }) => !remove.includes(publicKey)).map(({ publicKey, since }) => ({ publicKey, since }))
  const owners = [...staying, ...named]
  const members = [...roster.members.filter(member => !remove.includes(member) && !addOwners.includes(member)), ...add].sort()

  if (owners.length === 0) {
    throw new InvalidParametersError('The last owner can\'t be removed: name another owner first')
  }

  if (owners.length > MAX_OWNERS || owners.length + members.length > MAX_MEMBERS) {
    throw new InvalidParametersError(`A group has at most ${MAX_MEMBERS} members, and ${MAX_OWNERS} of them are owners`)
  }

  const renewed = remove.length > 0
  const next = renewed ? randomBytes(GROUP_SECRET_BYTES) : secret
  const epoch = group.epoch + (renewed ? 1 : 0)
  const claims = { groupId: group.id, epoch, secretDigest: digestSecret(group.id, next), signer: identity.publicKey, previous }
  const bytes = encodeRosterContent({ ...claims, version, owners, members })
  const signed = { ...claims, bytes, signature: await identity.sign(signedBytes(bytes)), hash: hashRoster(bytes) }
  const links: RosterLink[] = [...group.links ?? [], ...isSigned(roster) ? [withoutMembers(roster)] : []]

  return withRoster(group, { version, owners, members, signed }, pruneLinks(links, group.owner), next)
}

function withoutMembers ({ version, owners, signed }: RosterLink): RosterLink {
  return { version, owners, signed }
}

function checkChange (group: Group, { add, remove, addOwners }: Required<RosterChange>): void {
  const keys = [...add, ...remove, ...addOwners]

  for (const publicKey of keys) {
    if (!isPublicKey(publicKey) || isWeakPublicKey(publicKey)) {
      throw new InvalidParametersError('This isn\'t a public key: a key has 64 hex digits, and `groupcall key show` prints yours')
    }
  }

  if (keys.length === 0 || new Set(keys).size !== keys.length) {
    throw new InvalidParametersError('Name each public key once')
  }

  if (add.some(publicKey => isMember(group, publicKey))) {
    throw new InvalidParametersError('This person is in the group already')
  }

  if (remove.some(publicKey => !isMember(group, publicKey))) {
    throw new InvalidParametersError('This person isn\'t in the group')
  }

  if (addOwners.some(publicKey => isOwner(group, publicKey))) {
    throw new InvalidParametersError('This person is an owner already')
  }
}
