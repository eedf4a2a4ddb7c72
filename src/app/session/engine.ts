/**
 * Everything that the page needs of groupcall, in one chunk: it is loaded after the
 * first screen, because libp2p is most of the page.
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
  findInvite,
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
  REACTIONS,
  removeTicket,
  ReplacedError,
  updateGroup
} from '../../index.ts'
