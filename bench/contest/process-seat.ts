import { Running } from '../../test/cli/fixtures/run.ts'
import type { SeatCommand } from './seat-lines.ts'
import type { Outcome, ParticipantSettings, Seat, Start } from './types.ts'

/** ms after which a participant's process is killed */
const TIMEOUT = 120_000

export interface ProcessSeatInit {
  settings: ParticipantSettings
  /** Name of the network namespace that it runs in */
  namespace?: string
  /**
   * Folder of the built page, for a participant in a browser of its own
   *
   * @default a participant in Node
   */
  page?: string
}

/** A participant in a process of its own */
export class ProcessSeat implements Seat {
  private readonly process: Running

  private constructor (process: Running) {
    this.process = process
  }

  static async open ({ settings, namespace, page }: ProcessSeatInit): Promise<ProcessSeat> {
    const module = `bench/contest/${page == null ? 'process' : 'page-process'}-main.ts`
    const args = [JSON.stringify(settings), ...(page == null ? [] : [page])]
    const process = new Running(args, { module, namespace, input: '', timeout: TIMEOUT })
    await process.event(({ type }) => type === 'ready')

    return new ProcessSeat(process)
  }

  async enter (): Promise<string> {
    this.command({ command: 'enter' })

    return (await this.process.event(({ type }) => type === 'entered')).address
  }

  async start (start: Start): Promise<Outcome> {
    this.command({ command: 'start', start })

    return (await this.process.event(({ type }) => type === 'outcome')).outcome
  }

  async leave (): Promise<void> {
    this.command({ command: 'leave' })
    await this.process.result
  }

  private command (order: SeatCommand): void {
    this.process.child.stdin?.write(`${JSON.stringify(order)}\n`)
  }
}
