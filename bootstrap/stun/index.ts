export { askStunServers } from './ask.ts'
export { createStunResponder } from './responder.ts'
export type { StunAddress } from './attributes.ts'
export type { StunResponder, StunResponderInit, StunStatistics } from './responder.ts'
