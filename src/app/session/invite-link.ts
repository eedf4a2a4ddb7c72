import type { Invitation } from './invitation.ts'
import type { KeptGroup } from './kept-group.ts'
import type { Engine } from './load-engine.ts'
import type { Participant } from '../../index.ts'

export interface InviteLinkInit {
  /** Absent while they are on their way */
  engine?: Pick<Engine, 'createInvite' | 'inviteAddresses' | 'multiaddr'>
  keeper?: Pick<KeptGroup, 'group' | 'network' | 'addresses'>
  invitation: Pick<Invitation, 'expires' | 'ticket'>
  /** Multiaddrs of peers that one has entered the network by, besides those in one's own invite */
  bootstrap: string[]
  participants: ReadonlyArray<Pick<Participant, 'addresses'>>
  /** Where it leads: an address of a page */
  base: string
}

/**
 * A link for others; empty until the group is known. Names ways into the network,
 * and members that can be dialled: they outlive a bootstrap peer
 */
export function makeInviteLink ({ engine, keeper, invitation, bootstrap, participants, base }: InviteLinkInit): string {
  if (engine == null || keeper == null) {
    return ''
  }

  // of those that can be dialled: a page cannot, and a relay's address is the relay's
  const members = participants.flatMap(({ addresses }) => addresses).filter(address => !address.toString().includes('/p2p-circuit'))
  const entries = [...bootstrap.map(engine.multiaddr), ...keeper.addresses]

  return engine.createInvite(keeper.group, {
    addresses: engine.inviteAddresses(entries, members),
    network: keeper.network,
    base,
    expires: invitation.expires,
    ticket: invitation.ticket
  })
}
