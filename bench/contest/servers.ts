import { createIdentity } from '../../keys/index.ts'
import { createGroup, createInvite } from '../../src/index.ts'
import { Running } from '../../test/cli/fixtures/run.ts'
import type { SystemName } from './types.ts'

/** ms after which a server is killed: more than any benchmark takes */
const TIMEOUT = 3_600_000

/** The servers of all systems that take part, each in a separate process */
export class Servers {
  private readonly processes: Running[] = []
  private readonly addresses = new Map<SystemName, string[]>()
  private rooms = 0

  /**
   * @param systems
   * @param host - IP address of their host
   * @param namespace - name of the network namespace that they run in
   */
  static async start (systems: SystemName[], host: string, namespace?: string): Promise<Servers> {
    const servers = new Servers()

    await Promise.all(systems.filter(system => system !== 'bare').map(async system => {
      const process = new Running([system, host], { module: 'bench/contest/server-main.ts', namespace, input: '', timeout: TIMEOUT })
      servers.processes.push(process)
      servers.addresses.set(system, (await process.event(({ type }) => type === 'server')).addresses)
    }))

    return servers
  }

  /**
   * Returns the addresses of a system's server
   *
   * @param system
   * @param forPages - only those that pages can dial
   */
  of (system: SystemName, forPages: boolean): string[] {
    const addresses = this.addresses.get(system) ?? []

    return system === 'groupcall' ? addresses.filter(address => address.includes('/ws') === forPages) : addresses
  }

  /** Returns the name of a room that nobody has used */
  async newRoom (system: SystemName): Promise<string> {
    return system === 'groupcall'
      ? createInvite(createGroup({ name: 'bench', owner: await createIdentity() }))
      : `room-${this.rooms++}`
  }

  async stop (): Promise<void> {
    await Promise.all(this.processes.map(async process => process.kill()))
  }
}
