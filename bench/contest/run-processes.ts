import { ProcessSeat } from './process-seat.ts'
import { race } from './race.ts'
import type { Host } from './hosts.ts'
import type { RaceResult } from './race.ts'
import type { Servers } from './servers.ts'
import type { SystemName } from './types.ts'

export interface RunProcessesInit {
  name: SystemName
  /** The host of each participant */
  hosts: Host[]
  servers: Servers
  warm: boolean
  /**
   * Folder of the built page, for participants in browsers
   *
   * @default participants in Node
   */
  page?: string
  /** See {@link ParticipantSettings} */
  bitrate?: number
  /** ms that `meanwhile` takes at most */
  stay?: number
  /** Runs when everybody has been heard, before they leave */
  meanwhile?(seats: ProcessSeat[]): Promise<void>
}

/** Lets participants of a system join at the same moment, each in a new process */
export async function runProcesses ({ name, hosts, servers, warm, page, bitrate, stay, meanwhile }: RunProcessesInit): Promise<RaceResult> {
  const room = await servers.newRoom(name)
  const server = servers.of(name, page != null)
  const seats = await Promise.all(hosts.map(async ({ address, namespace }, index) => ProcessSeat.open({
    settings: { system: name, index, n: hosts.length, room, server, host: address, bitrate },
    namespace,
    page,
    stay
  })))

  // bare participants have nothing to connect to, but must know each other's addresses
  return race(seats, { warm: warm || name === 'bare', meanwhile: async () => meanwhile?.(seats) })
}
