/**
 * All of groupcall that the page needs, in one piece: it is loaded behind the
 * first screen, since libp2p is the larger part of the page.
 */
export { createIdentity, decodeKeyFile, defaultKeyPath, encodeKeyFile, loadIdentity, loadOrCreateIdentity, saveIdentity } from '../../../keys/index.ts'
export { multiaddr } from '@multiformats/multiaddr'
export {
  createCallPeer,
  createGroup,
  createInvite,
  estimateBandwidth,
  GroupCallFullError,
  inviteAddresses,
  JoinRefusedError,
  ListenOnlyMicrophone,
  openMicrophone,
  openSpeakers,
  parseInvite,
  ReplacedError
} from '../../index.ts'
