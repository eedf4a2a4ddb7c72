import { Running } from '../../test/cli/fixtures/run.ts'
import type { SeatCommand } from './seat-lines.ts'
import type { Outcome, ParticipantSettings, Seat, Start, Usage } from './types.ts'

/** ms after which a participant's process is killed unless it has longer to run */
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
  /**
   * ms that it stays in the call
   *
   * @default none: it leaves when all have been heard
   */
  stay?: number
}

/** A participant in a process of its own */
export class ProcessSeat implements Seat {
  private readonly process: Running
  private measurements = 0

  private constructor (process: Running) {
    this.process = process
  }

  static async open ({ settings, namespace, page, stay = 0 }: ProcessSeatInit): Promise<ProcessSeat> {
    const module = `bench/contest/${page == null ? 'process' : 'page-process'}-main.ts`
    const args = [JSON.stringify(settings), ...(page == null ? [] : [page])]
    const process = new Running(args, { module, namespace, input: '', timeout: TIMEOUT + stay })
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

  async measure (withMemory: boolean): Promise<Usage> {
    const number = this.measurements++
    this.command({ command: 'measure', number, withMemory })

    return (await this.process.event(event => event.type === 'usage' && event.number === number)).usage
  }

  private command (order: SeatCommand): void {
    this.process.child.stdin?.write(`${JSON.stringify(order)}\n`)
  }
}
