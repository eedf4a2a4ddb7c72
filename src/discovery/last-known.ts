import { toString } from 'uint8arrays/to-string'
import { setNewest } from '../newest.ts'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Groups and members of each that are remembered, the newest */
const MAX_GROUPS = 64
const MAX_MEMBERS = 16

/**
 * Where members of a group were the last time. A member that is still there is
 * found by one dial, with no DHT.
 */
export interface LastKnownMembers {
  get(groupId: Uint8Array): Multiaddr[]
  /** `member` is a public key: a newer entry takes the place of an older */
  set(groupId: Uint8Array, member: string, addresses: Multiaddr[]): void
}

/** Remembers for as long as the process lives */
export class LastKnownMembersInMemory implements LastKnownMembers {
  private readonly groups = new Map<string, Map<string, Multiaddr[]>>()

  get (groupId: Uint8Array): Multiaddr[] {
    return [...this.groups.get(toString(groupId, 'base16'))?.values() ?? []].reverse().flat()
  }

  set (groupId: Uint8Array, member: string, addresses: Multiaddr[]): void {
    const id = toString(groupId, 'base16')
    const members = this.groups.get(id) ?? new Map<string, Multiaddr[]>()

    setNewest(members, member, addresses, MAX_MEMBERS)
    setNewest(this.groups, id, members, MAX_GROUPS)
  }
}
