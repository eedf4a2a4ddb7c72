/**
 * The mesh of a call: the links between participants, their limits, and which end
 * initiates. Knows nothing about libp2p.
 */
export { GroupCallMesh } from './group-call-mesh.ts'
export { estimateBandwidth } from './bandwidth.ts'
export { HARD_LIMIT, SOFT_LIMIT } from './limits.ts'
export { isInitiator } from './initiator.ts'
export { isCallTransition, isOver } from './call-state.ts'
export type { BandwidthEstimate } from './bandwidth.ts'
export type { MeshLimits } from './limits.ts'
export type { CallState } from './call-state.ts'
export type { ConnectionFactory, GroupCallMeshEvents, GroupCallMeshInit, LinkQuality, MeshSignaling, MicrophoneSource, ParameterSignaling, Repair } from './types.ts'
