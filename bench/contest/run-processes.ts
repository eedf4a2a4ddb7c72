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
}

/** Lets participants of a system join at the same moment, each in a new process */
export async function runProcesses ({ name, hosts, servers, warm, page }: RunProcessesInit): Promise<RaceResult> {
  const room = await servers.newRoom(name)
  const server = servers.of(name, page != null)
  const seats = await Promise.all(hosts.map(async ({ address, namespace }, index) => ProcessSeat.open({
    settings: { system: name, index, n: hosts.length, room, server, host: address },
    namespace,
    page
  })))

  // bare participants have nothing to connect to, but must know each other's addresses
  return race(seats, { warm: warm || name === 'bare' })
}
