import { randomBytes } from '@libp2p/crypto'
import { InvalidParametersError } from '@libp2p/interface'
import { equals } from 'uint8arrays/equals'
import { isPublicKey, isWeakPublicKey } from '../../keys/identity.ts'
import { GROUP_SECRET_BYTES } from './group.ts'
import { digestSecret, encodeRosterContent, ownerBytes, signedBytes } from './roster-codec.ts'
import { isMember, isOwner, isRosterKnown, judgeRoster, MAX_MEMBERS, MAX_OWNERS, MAX_PREVIOUS_EPOCHS } from './roster.ts'
import type { Group } from './group.ts'
import type { Owner, Roster, RosterOutcome } from './roster.ts'
import type { Identity } from '../../keys/index.ts'

/** Public keys, 64 lower-case hex digits each */
export interface RosterChange {
  add?: string[]
  /** An owner among these is an owner no more either */
  remove?: string[]
  /** Members, or others, who may change the roster from now on */
  addOwners?: string[]
}

/**
 * Changes who belongs to a members-only group, as one of its owners. Whoever is
 * taken off it knows the secret, so the group gets another one.
 *
 * @returns the group as it is from now on; the others learn of it when they are met
 * @throws {InvalidParametersError} with what to do
 */
export async function changeRoster (group: Group, identity: Identity, change: RosterChange): Promise<Group> {
  const { roster, secret } = group

  if (roster == null || secret == null) {
    throw new InvalidParametersError('Everybody who has an invite belongs to this group: make one with members only to choose who does')
  }

  if (!isOwner(group, identity.publicKey)) {
    throw new InvalidParametersError('Only an owner can change who belongs to this group: ask one')
  }

  if (!isRosterKnown(group)) {
    throw new InvalidParametersError('The newest roster of this group is not known here: be in a call with a member first, who tells it')
  }

  const { add = [], remove = [], addOwners = [] } = change
  checkChange(group, { add, remove, addOwners })

  const version = roster.version + 1
  const named = await Promise.all(addOwners.map(async publicKey => nameOwner(group, identity, publicKey, version)))
  const owners = [...roster.owners.filter(({ publicKey }) => !remove.includes(publicKey)), ...named]
  const members = [...roster.members.filter(member => !remove.includes(member) && !addOwners.includes(member)), ...add].sort()

  if (owners.length === 0) {
    throw new InvalidParametersError('The last owner cannot be taken off the roster: name another owner first')
  }

  if (owners.length > MAX_OWNERS || owners.length + members.length > MAX_MEMBERS) {
    throw new InvalidParametersError(`A group has at most ${MAX_MEMBERS} members, and ${MAX_OWNERS} of them are owners`)
  }

  const renewed = remove.length > 0
  const next = renewed ? randomBytes(GROUP_SECRET_BYTES) : secret
  const epoch = group.epoch + (renewed ? 1 : 0)
  const claims = { groupId: group.id, epoch, secretDigest: digestSecret(group.id, next), signer: identity.publicKey }
  const bytes = encodeRosterContent({ ...claims, version, owners, members })

  return withRoster(group, {
    version,
    owners,
    members,
    signed: { ...claims, bytes, signature: await identity.sign(signedBytes(bytes)) }
  }, next)
}

/**
 * Takes a roster that somebody sent, whose signatures hold; `secret` is that of
 * the roster's epoch, if it came with it
 *
 * @returns what it is, and the group as it is from now on when that changes
 */
export function applyRoster (group: Group, next: Roster, secret?: Uint8Array): { outcome: RosterOutcome, group?: Group } {
  if (group.secret == null) {
    return { outcome: 'refused' }
  }

  const own = digestSecret(group.id, group.secret)
  const outcome = judgeRoster(group, next, secret == null ? undefined : digestSecret(group.id, secret), own)
  const known = next.signed != null && equals(next.signed.secretDigest, own) ? group.secret : secret

  return known != null && (outcome === 'newer' || (outcome === 'conflict' && isBefore(next, group.roster)))
    ? { outcome, group: withRoster(group, next, known) }
    : { outcome }
}

/** Of two rosters of one version everybody takes the same */
function isBefore (next: Roster, known?: Roster): boolean {
  return next.signed != null && known?.signed != null && compareBytes(next.signed.bytes, known.signed.bytes) < 0
}

function compareBytes (a: Uint8Array, b: Uint8Array): number {
  const index = a.findIndex((byte, at) => byte !== b[at])

  return index === -1 ? a.byteLength - b.byteLength : a[index] - (b[index] ?? -1)
}

function withRoster (group: Group, roster: Roster, secret: Uint8Array): Group {
  const epoch = roster.signed?.epoch ?? group.epoch
  const changed = group.secret != null && !equals(secret, group.secret)
  const previous = changed && group.secret != null ? [{ epoch: group.epoch, secret: group.secret }, ...group.previous ?? []] : group.previous ?? []

  return { ...group, epoch, secret, roster, previous: previous.slice(0, MAX_PREVIOUS_EPOCHS) }
}

async function nameOwner (group: Group, identity: Identity, publicKey: string, since: number): Promise<Owner> {
  return { publicKey, since, named: { by: identity.publicKey, signature: await identity.sign(ownerBytes(group.id, publicKey, since)) } }
}

function checkChange (group: Group, { add, remove, addOwners }: Required<RosterChange>): void {
  const keys = [...add, ...remove, ...addOwners]

  for (const publicKey of keys) {
    if (!isPublicKey(publicKey) || isWeakPublicKey(publicKey)) {
      throw new InvalidParametersError('This is not a public key: it has 64 hex digits, `groupcall key show` prints one\'s own')
    }
  }

  if (keys.length === 0 || new Set(keys).size !== keys.length) {
    throw new InvalidParametersError('Name each public key once')
  }

  if (add.some(publicKey => isMember(group, publicKey))) {
    throw new InvalidParametersError('Whoever is to be added belongs to the group already')
  }

  if (remove.some(publicKey => !isMember(group, publicKey))) {
    throw new InvalidParametersError('Whoever is to be removed does not belong to the group')
  }

  if (addOwners.some(publicKey => isOwner(group, publicKey))) {
    throw new InvalidParametersError('Whoever is to be an owner is one already')
  }
}
