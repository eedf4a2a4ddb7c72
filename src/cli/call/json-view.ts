import { printJson } from '../print-json.ts'
import type { CallEvent, CallView } from './events.ts'

const STATUS_INTERVAL = 1_000

/** Shows a call to programs: one JSON object per line on standard output */
export class JsonView implements CallView {
  readonly statusInterval: number

  /**
   * @param statusInterval - ms between two `status` events
   */
  constructor (statusInterval = STATUS_INTERVAL) {
    this.statusInterval = statusInterval
  }

  show (event: CallEvent): void {
    printJson(event)
  }

  close (): void {}
}
