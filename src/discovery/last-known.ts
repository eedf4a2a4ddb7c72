import { toString } from 'uint8arrays/to-string'
import { setNewest } from '../newest.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Groups that are remembered, and members of each: the newest */
const MAX_GROUPS = 64
const MAX_MEMBERS = 16

/**
 * Where a group's members were last, while this process lives. A member that is
 * still there is found with one dial and no DHT.
 */
export class LastKnownMembers {
  private readonly groups = new Map<string, Map<string, Multiaddr[]>>()

  /** The newest first */
  get (groupId: Uint8Array): Multiaddr[] {
    return [...this.groups.get(toString(groupId, 'base16'))?.values() ?? []].reverse().flat()
  }

  /** `member` is a public key: a newer entry replaces an older one */
  set (groupId: Uint8Array, member: string, addresses: Multiaddr[]): void {
    const id = toString(groupId, 'base16')
    const members = this.groups.get(id) ?? new Map<string, Multiaddr[]>()

    setNewest(members, member, addresses, MAX_MEMBERS)
    setNewest(this.groups, id, members, MAX_GROUPS)
  }
}
