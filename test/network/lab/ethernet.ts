import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { repositoryPath } from '../../fixtures/paths.ts'
import { shell } from './shell.ts'
import type { ChildProcess } from 'node:child_process'

/** What happens to packets on a link, in each direction */
export interface LinkConditions {
  /** ms */
  delay: number
  /** ms at most, added to the delay; packets keep their order */
  jitter: number
  /** Percent of the packets */
  loss: number
  /** kbit/s of the uplink; 0 for no limit */
  rate: number
}

export const PERFECT: LinkConditions = { delay: 0, jitter: 0, loss: 0, rate: 0 }

/** Frames must have checksums, and be no larger than a packet on the wire */
export const WITHOUT_OFFLOADING = 'tx off rx off tso off gso off gro off sg off'

/** Share of frames that may be late by more than 1 ms before figures mean nothing */
const MAX_LATE = 0.02

/** The switch that joins all links of a lab, in a namespace of its own */
export class Ethernet {
  readonly namespace: string
  private readonly child: ChildProcess
  private readonly ended: Promise<unknown>
  private readonly waiting: Array<PromiseWithResolvers<void>> = []
  private ports = 0
  /** What the switch printed last: its report, after the end */
  private last: any

  constructor (namespace: string) {
    this.namespace = namespace
    shell(`ip netns add ${namespace}`)
    // IPv6 would send something by each port
    shell('echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6', { namespace })

    const directory = mkdtempSync(join(tmpdir(), 'groupcall-switch-'))
    const program = join(directory, 'switch')

    try {
      execFileSync('gcc', ['-O2', '-o', program, repositoryPath('test/network/lab/switch.c')])
      this.child = spawn('ip', ['netns', 'exec', namespace, program], { stdio: ['pipe', 'pipe', 'inherit'] })
    } catch (err) {
      rmSync(directory, { recursive: true })
      throw err
    }

    this.child.stdin?.on('error', () => {})
    createInterface({ input: this.child.stdout ?? process.stdin }).on('line', line => {
      this.last = JSON.parse(line)
      this.waiting.shift()?.resolve()
    })
    this.ended = new Promise<void>(resolve => {
      this.child.once('close', () => {
        rmSync(directory, { recursive: true })
        this.waiting.forEach(({ reject }) => { reject(new Error('The switch has ended')) })
        resolve()
      })
    })
  }

  /** Returns the name that the outer end of a new link must have in {@link namespace} */
  newPort (): string {
    return `port${this.ports++}`
  }

  /** Joins the outer end of a link to the others */
  async add (port: string): Promise<void> {
    shell(`ethtool -K ${port} ${WITHOUT_OFFLOADING} > /dev/null; ip link set ${port} arp off multicast off up`, { namespace: this.namespace })
    await this.command(`add ${port}`)
  }

  async setConditions (port: string, { delay, jitter, loss, rate }: LinkConditions): Promise<void> {
    await this.command(`link ${port} ${delay} ${jitter} ${loss} ${rate}`)
  }

  /** Writes the start of each frame to a file in the format of libpcap, until the next call; without a path, stops */
  async capture (path = '-'): Promise<void> {
    await this.command(`capture ${path}`)
  }

  /** Idempotent; warns when the machine was too busy for the delays to be right */
  async stop (): Promise<void> {
    this.child.stdin?.end()
    await this.ended

    const { late, sent, worst } = this.last ?? {}

    if (late > MAX_LATE * sent) {
      process.stderr.write(`The network lab was late with ${late} of ${sent} packets, by ${worst} ms at worst: the machine is too busy for exact times\n`)
    }

    this.last = undefined
  }

  private async command (line: string): Promise<void> {
    const done = Promise.withResolvers<void>()
    this.waiting.push(done)
    this.child.stdin?.write(`${line}\n`)
    await done.promise
  }
}
