export { createStunResponder } from './responder.ts'
export type { StunResponder, StunResponderInit, StunStatistics } from './responder.ts'
