/**
 * All of groupcall that the page needs, in one piece: it is loaded behind the
 * first screen, since libp2p is the larger part of the page.
 */
export { createIdentity, decodeKeyFile, defaultKeyPath, encodeKeyFile, inspectIdentity, inspectKeyFile, loadIdentity, loadOrCreateIdentity, openSessionCounter, saveIdentity } from '../../../keys/index.ts'
export { multiaddr } from '@multiformats/multiaddr'
export {
  addTicket,
  createCallPeer,
  createGroup,
  createInvite,
  createTicket,
  defaultContactsPath,
  defaultGroupsPath,
  deleteGroup,
  estimateBandwidth,
  GroupCallFullError,
  groupIdOf,
  inviteAddresses,
  isMember,
  JoinRefusedError,
  ListenOnlyMicrophone,
  listGroups,
  mergeGroups,
  openContacts,
  openMicrophone,
  openSpeakers,
  pairNumber,
  parseInvite,
  readGroup,
  removeTicket,
  ReplacedError,
  updateGroup
} from '../../index.ts'
