import { subscribe } from 'node:diagnostics_channel'
import { settledMemory } from '../settled-memory.ts'
import { epochNow } from './clock.ts'
import type { Usage } from './types.ts'
import type { Socket } from 'node:net'

/** Measures what this process uses. Create it before the first connection */
export class UsageMeter {
  private readonly sockets = new Set<Socket>()
  private readonly connections = new Set<RTCPeerConnection>()

  constructor () {
    for (const channel of ['net.client.socket', 'net.server.socket']) {
      subscribe(channel, message => { this.sockets.add((message as { socket: Socket }).socket) })
    }
  }

  /** Counts the bytes of a connection, too */
  add (connection: RTCPeerConnection): void {
    this.connections.add(connection)
  }

  /**
   * @param withMemory - also collect garbage, which takes seconds and counts in the next
   * measurement
   */
  async measure (withMemory: boolean): Promise<Usage> {
    const { user, system } = process.cpuUsage()
    const at = epochNow()
    const transports = (await Promise.all([...this.connections].map(transportsOf))).flat()
    const sockets = [...this.sockets]
    const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0)

    return {
      at,
      processor: (user + system) / 1_000,
      sent: sum([...transports.map(({ bytesSent }) => bytesSent), ...sockets.map(({ bytesWritten }) => bytesWritten)]),
      received: sum([...transports.map(({ bytesReceived }) => bytesReceived), ...sockets.map(({ bytesRead }) => bytesRead)]),
      memory: withMemory ? await settledMemory() : undefined
    }
  }
}

async function transportsOf (connection: RTCPeerConnection): Promise<Array<{ bytesSent: number, bytesReceived: number }>> {
  const statistics = await connection.getStats() as unknown as Map<string, any>

  return [...statistics.values()].filter(({ type }) => type === 'transport')
}
