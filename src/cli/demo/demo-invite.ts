import { multiaddr } from '@multiformats/multiaddr'
import { createIdentity } from '../../../keys/index.ts'
import { createGroup, createInvite, inviteAddresses } from '../../index.ts'

/**
 * Creates a group, and an invite to it that works from this machine and from others
 *
 * @param addresses - of the demo's bootstrap peer
 */
export async function createDemoInvite (addresses: string[]): Promise<string> {
  const group = createGroup({ name: 'demo', owner: await createIdentity() })

  return createInvite(group, { addresses: inviteAddresses(addresses.map(address => multiaddr(address)), []) })
}
