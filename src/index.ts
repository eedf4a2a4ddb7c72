/**
 * @packageDocumentation
 *
 * Group voice calls between people who know each other's keys, with no server.
 *
 * ```ts
 * const identity = await loadOrCreateIdentity(defaultKeyPath())
 * const peer = await createCallPeer({ identity, bootstrap })
 * const group = createGroup({ name: 'friends', owner: identity })
 * const call = peer.services.calls.create(group, { microphone: async options => openMicrophone({ kind: 'mic' }, options) })
 * call.addEventListener('participant:join', ({ detail }) => { console.info(`${detail.name} is here`) })
 * await call.join()
 * ```
 */
export { AbortError, InvalidParametersError, NotStartedError } from '@libp2p/interface'
export { DHT_PROTOCOL, getPreset, NETWORK_NAMES } from './network/presets.ts'
export { askIceServices } from './network/ask-ice-services.ts'
export { UnknownNetworkError } from './network/errors.ts'
export { createCallPeer, groupCalls, Ringer, RING_LOOKUP_PAUSE, RING_TIME } from './call/index.ts'
export { ContactBook, Contacts, ContactsFileError, ContactsFullError, decodeContacts, defaultContactsPath, encodeContacts, loadContacts, MAX_CONTACTS, openContacts, pairNumber, updateContacts } from './contacts/index.ts'
export { inviteAddresses } from './discovery/index.ts'
export { changeRoster, checkName, createGroup, createInvite, createTicket, findInvite, isMember, isOwner, isRosterKnown, parseInvite, signedRosterVersion, InviteError } from './group/index.ts'
export { addTicket, decodeGroupFile, defaultGroupsPath, deleteGroup, encodeGroupFile, groupIdOf, GroupFileError, GroupNameError, groupPath, hasName, haveForked, listGroups, loadGroup, mergeGroups, newerGroup, readGroup, removeTicket, saveGroup, shortGroupId, mergeAddresses, updateGroup, watchGroup } from './group/index.ts'
export { GroupCallMesh, estimateBandwidth, isInitiator, SOFT_LIMIT, HARD_LIMIT } from './mesh/index.ts'
export { AUDIO_BITRATE_KBPS, CertificateMismatchError, CertificateUnknownError, ICE_GATHERING_TIMEOUT, IceGatheringTimeoutError, InvalidSdpError, LinkFailedError } from './link/index.ts'
export { ForgedMessageError, GroupCallFullError, InvalidCallStateError, JoinRefusedError, RemovedError, ReplacedError, UnsupportedPlatformError } from './errors.ts'
export { AudioFileError, AudioReceiver, checkAudio, FRAME_MS, FRAME_SAMPLES, FrameQueue, listDevices, ListenOnlyMicrophone, matchDevices, openMicrophone, openSpeakers, parseAudioSpec, RecordingError, SAMPLE_RATE, VoiceFilterError, WavRecorder } from './media/index.ts'
export { REACTIONS } from './signaling/index.ts'

export type { IceOffer, OfferedIceServer } from './network/ice-services.ts'
export type { NetworkPreset } from './network/presets.ts'
export type { DialPoolComponents } from './network/dial-pool.ts'
export type { DiscoveryComponents } from './discovery/index.ts'
export type { CallContacts, CallInit, CallNode, CallPeer, CallPeerInit, DenialReason, GroupCall, GroupCallEvents, GroupCalls, GroupCallsComponents, GroupCallsInit, JoinProgress, JoinStep, Knock, LeaveOptions, LinkProblem, LinkReport, LinkSample, Lobby, LobbyEvents, LobbyPerson, LookOptions, MissedCall, Participant, QualityReport, RingEffect, RingInput, TrustOptions, UpdateGroup } from './call/index.ts'
export type { Contact, ContactBookEvents, ContactCheck, ContactsFileErrorCode, ContactStanding, OpenContactsOptions } from './contacts/index.ts'
export type { CreateGroupInit, CreateInviteInit, Group, Invite, InviteErrorCode, Owner, PreviousEpoch, Roster, RosterChange, RosterLink, SignedRoster, Ticket } from './group/index.ts'
export type { GroupFileErrorCode, ListGroupsOptions, StoredGroup } from './group/index.ts'
export type { BandwidthEstimate, CallState, ConnectionFactory, GroupCallMeshEvents, GroupCallMeshInit, LinkQuality, MeshSignaling, MicrophoneSource, ParameterSignaling, Repair } from './mesh/index.ts'
export type { CandidateLines, DtlsSetup, LinkDescription, LinkFailureReason, LinkState, LinkStatistics, LocalCandidates, OpusOptions, Quality, SectionIds, SessionParameters } from './link/index.ts'
export type { AudioDevice, AudioInput, AudioProcessing, AudioReceiverEvents, AudioReceiverInit, AudioSpec, DeviceChange, DeviceChangeReason, FrameListener, ListDevicesInit, Microphone, MicrophoneEvents, MicrophoneKind, MicrophoneProblem, OpenMicrophoneInit, OpenSpeakersInit, Speakers, SpeakersEvents, SpeakersResult, VoiceFilters, WavRecorderInit } from './media/index.ts'
export type { Reaction, RefuseReason, SignalingComponents } from './signaling/index.ts'
