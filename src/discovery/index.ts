/**
 * Provides this peer under a group's rendezvous key, and finds others. Knows nothing
 * of calls.
 */
export { Discovery } from './discovery.ts'
export { inviteAddresses } from './invite-addresses.ts'
export { LastKnownMembers } from './last-known.ts'
export { NetworkClock } from './network-clock.ts'
export { NetworkEntry } from './network-entry.ts'
export { isRecordDue, nextLookupPause, nextRedialPause } from './pauses.ts'
export { REPROVIDE_INTERVAL } from './limits.ts'
export type { FoundProvider } from './direct-first.ts'
export type { DiscoveryComponents, DiscoveryEvents, DiscoveryInit } from './discovery.ts'
export type { NetworkClockEvents, NetworkClockInit } from './network-clock.ts'
export type { NetworkEntryComponents, NetworkEntryEvents } from './network-entry.ts'
