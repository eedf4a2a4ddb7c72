import { Running } from '../../test/cli/fixtures/run.ts'

/** Bootstrap peers of a network */
const ENTRIES = 2

/** Peers that share a process at most, and processes at least, which is also how many start at once */
const PEERS_PER_PROCESS = 125
const MIN_PROCESSES = 2

/** ms after which a process is killed: more than any benchmark takes */
const TIMEOUT = 3_600_000

/** A DHT on loopback whose peers are in several processes */
export class DhtNetwork {
  /** Addresses of the bootstrap peers */
  readonly entries: string[] = []
  private readonly processes: Running[] = []

  /**
   * Resolves when all peers have entered and looked for their neighbours
   *
   * @param size - number of peers, including two bootstrap peers
   */
  static async start (size: number): Promise<DhtNetwork> {
    const network = new DhtNetwork()

    try {
      network.entries.push(...await network.run(ENTRIES))
      const others = size - ENTRIES
      const processes = Math.max(MIN_PROCESSES, Math.ceil(others / PEERS_PER_PROCESS))
      const counts = Array.from({ length: processes }, (_, index) => Math.floor((others + index) / processes))
      const startSome = async (): Promise<void> => {
        for (let count = counts.pop(); count != null; count = counts.pop()) {
          await network.run(count, network.entries)
        }
      }

      // not all at once: in a stampede, handshakes time out
      await Promise.all(Array.from({ length: MIN_PROCESSES }, startSome))

      return network
    } catch (err) {
      await network.stop()
      throw err
    }
  }

  async stop (): Promise<void> {
    await Promise.all(this.processes.map(async process => process.kill()))
  }

  /** Starts peers in a new process, and resolves with their addresses */
  private async run (count: number, entries: string[] = []): Promise<string[]> {
    const process = new Running([String(count), ...entries], { module: 'bench/dht/peers-main.ts', input: '', timeout: TIMEOUT })
    const addresses: string[] = []
    this.processes.push(process)

    // one after the other, because all of them take longer than an event may
    for (let index = 0; index < count; index++) {
      const { address } = await process.event(event => event.type === 'peer' && event.index === index)
      addresses.push(address)
    }

    await process.event(({ type }) => type === 'settled')

    return addresses
  }
}
