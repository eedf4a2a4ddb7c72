import type { Invitation } from './invitation.ts'
import type { KeptGroup } from './kept-group.ts'
import type { Engine } from './load-engine.ts'
import type { Participant } from '../../index.ts'

export interface InviteLinkInit {
  /** Absent while they are loading */
  engine?: Pick<Engine, 'createInvite' | 'inviteAddresses' | 'multiaddr'>
  keeper?: Pick<KeptGroup, 'group' | 'network' | 'addresses'>
  invitation: Pick<Invitation, 'expires' | 'ticket'>
  /** Multiaddrs of bootstrap peers, besides those in the user's own invite */
  bootstrap: string[]
  participants: ReadonlyArray<Pick<Participant, 'addresses'>>
  /** URL of the page that the link opens, if any */
  base?: string
}

/**
 * Returns a link for others; empty until the group is known. It contains the addresses
 * of bootstrap peers, and of dialable members, which may outlive the bootstrap peers.
 */
export function makeInviteLink ({ engine, keeper, invitation, bootstrap, participants, base }: InviteLinkInit): string {
  if (engine == null || keeper == null) {
    return ''
  }

  // only members that can be dialled: pages can't, and a relayed address ends with its relay
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
