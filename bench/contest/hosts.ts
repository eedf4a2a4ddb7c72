import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Lab } from '../../test/network/lab/index.ts'
import { readPackets } from '../wire/packets.ts'
import { Servers } from './servers.ts'
import type { SystemName } from './types.ts'
import type { Packet } from '../wire/packets.ts'

/** Where a process of a contest runs */
export interface Host {
  /** IP address */
  address: string
  /** Name of the network namespace; none for this machine itself */
  namespace?: string
}

export const LOOPBACK: Host = { address: '127.0.0.1' }

/** Hosts that are equally far from each other, and a server as far from each */
export class WideNetwork {
  readonly server: Host
  readonly participants: Host[]
  /** ms one way */
  readonly delay: number
  private readonly lab: Lab
  private readonly directory: string

  private constructor (lab: Lab, delay: number, directory: string, server: Host, participants: Host[]) {
    this.lab = lab
    this.delay = delay
    this.directory = directory
    this.server = server
    this.participants = participants
  }

  /**
   * @param n - participants at most
   * @param delay - ms one way
   */
  static async create (n: number, delay: number): Promise<WideNetwork> {
    const lab = new Lab({ delay })

    try {
      const server = await lab.host('server')
      const participants: Host[] = []

      for (let index = 0; index < n; index++) {
        participants.push(await lab.host(`p${index}`))
      }

      return new WideNetwork(lab, delay, await mkdtemp(join(tmpdir(), 'groupcall-wire-')), server, participants)
    } catch (err) {
      await lab.stop()
      throw err
    }
  }

  /** Resolves with the result of `run`, and the packets that were sent meanwhile */
  async capture<T> (run: () => Promise<T>): Promise<{ result: T, packets: Packet[] }> {
    const path = join(this.directory, 'capture.pcap')
    await this.lab.capture(path)
    const result = await run()
    await this.lab.capture()

    return { result, packets: readPackets(await readFile(path)) }
  }

  async stop (): Promise<void> {
    await this.lab.stop()
    await rm(this.directory, { recursive: true, force: true })
  }
}

export interface WideNetworkInit {
  /** Participants at most */
  n: number
  /** Whose servers run */
  systems: SystemName[]
}

/** ms one way between the hosts of a wide network */
const DELAY = 50

/** Runs something in a network with 50 ms one way, and removes it */
export async function inWideNetwork (init: WideNetworkInit, run: (network: WideNetwork, servers: Servers) => Promise<void>): Promise<void> {
  const network = await WideNetwork.create(init.n, DELAY)

  try {
    const { address, namespace } = network.server
    const servers = await Servers.start([...new Set(init.systems)], address, namespace)

    try {
      await run(network, servers)
    } finally {
      await servers.stop()
    }
  } finally {
    await network.stop()
  }
}
