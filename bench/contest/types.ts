import type { Microphone } from '../../src/index.ts'
import type { Memory } from '../settled-memory.ts'

/** What the contests compare; `bare` is WebRTC alone, with the cheapest signaling there is */
export type SystemName = 'groupcall' | 'bare' | 'simple-peer' | 'peerjs' | 'trystero'

/** What a participant is told when it is created */
export interface ParticipantSettings {
  system: SystemName
  /** Its number, from 0 */
  index: number
  /** Participants in all */
  n: number
  /** Name of the room; for groupcall, an invite */
  room: string
  /** Addresses of the system's server, or of the bootstrap peer */
  server: string[]
  /** IP address of the participant's host */
  host: string
  /**
   * For bare participants in Node: the kbit/s of Opus that they ask for. They also keep
   * listening, as those in a call do
   *
   * @default what libwebrtc takes by itself, and listening until the first sound
   */
  bitrate?: number
}

/** Starts a participant's join */
export interface Start {
  /** When to join, in ms since the Unix epoch */
  at: number
  /** What each participant's `enter` returned, by index */
  addresses: string[]
}

export interface Outcome {
  /** When the last of the others was first heard, in ms since the Unix epoch */
  heard: number
  /** When each step was last taken, in ms since the Unix epoch, by name */
  steps: Record<string, number>
}

/** What a participant's process has used since its start */
export interface Usage {
  /** ms since the Unix epoch */
  at: number
  /** ms of processor time */
  processor: number
  /** Bytes of its connections, without the headers of UDP, TCP and IP */
  sent: number
  received: number
  /** After a garbage collection */
  memory?: Memory
}

/** A participant as the contest sees it: in this process, in another one or in a page */
export interface Seat {
  /** Connects to the system's server, and resolves with an address for the others, if they need one */
  enter(): Promise<string>
  /** Joins, and resolves when all others have been heard */
  start(start: Start): Promise<Outcome>
  /** Leaves, and releases everything */
  leave(): Promise<void>
  /** Resolves with what its process has used; in Node only */
  measure?(withMemory: boolean): Promise<Usage>
}

/** A participant as its system implements it */
export interface Participant {
  /** Connects to the system's server, and resolves with an address for the others, if they need one */
  enter(): Promise<string>
  /** Resolves when nothing that `enter` has started is left to do */
  settle?(): Promise<void>
  join(addresses: string[]): Promise<void>
  leave(): Promise<void>
}

/** What a participant plays, and whom it tells of what it receives */
export interface Surroundings {
  microphone: Microphone
  /** Called with the track of each of the others */
  onTrack(from: string, track: MediaStreamTrack): void
  /** Notes the time of a step */
  step(name: string): void
}

export type CreateParticipant = (settings: ParticipantSettings, surroundings: Surroundings) => Promise<Participant>

/** What differs between Node and a page */
export interface Platform {
  /** Opens a microphone that plays a tone */
  openMicrophone(): Promise<Microphone>
  /** Resolves at the first sound of a track */
  firstSound(track: MediaStreamTrack): Promise<unknown>
  RTCPeerConnection: typeof RTCPeerConnection
  /** Called with each connection before its first description */
  onConnection?(connection: RTCPeerConnection): void
  systems: Partial<Record<SystemName, () => Promise<CreateParticipant>>>
}
