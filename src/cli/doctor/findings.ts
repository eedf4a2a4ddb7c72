import type { NatKind } from './nat-kind.ts'

/** What `groupcall doctor` checks, in the words that it prints */
export const CHECKS = {
  webrtc: 'WebRTC',
  microphone: 'Microphone',
  speakers: 'Speakers',
  network: 'Network',
  peer: 'Peer',
  relay: 'Relay',
  nat: 'NAT',
  turn: 'TURN',
  multicast: 'Local search'
}

export type Check = keyof typeof CHECKS

/** The result of a check */
export interface Finding {
  check: Check
  /** `bad` if it can't be used, `warning` if it may not be good enough, or calls get along without it */
  status: 'good' | 'warning' | 'bad'
  /** For people */
  words: string
  /** ms that it took, where that matters */
  ms?: number
}

/** All that decides whether calls work */
export interface Facts {
  webrtc: boolean
  microphone: boolean
  /** Whether this machine has an address that others may reach */
  online: boolean
  /** Peers through which to enter the network */
  peers: { tried: number, reached: number }
  nat: NatKind
  /** Whether others can reach this machine through a relay; undefined if no peer was reached */
  relay?: boolean
  turn: boolean
  /** Whether peers on the local network can be found; undefined if that wasn't tried */
  multicast?: boolean
}
