import type { CallEvent, CallView } from './events.ts'

const STATUS_INTERVAL = 1_000

/** For programs: an object a line on standard output */
export class JsonView implements CallView {
  readonly statusInterval: number

  /**
   * @param statusInterval - ms
   */
  constructor (statusInterval = STATUS_INTERVAL) {
    this.statusInterval = statusInterval
  }

  show (event: CallEvent): void {
    process.stdout.write(`${JSON.stringify(event)}\n`)
  }

  close (): void {}
}
