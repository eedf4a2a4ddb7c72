import { createInterface } from 'node:readline'
import type { Seat, Start } from './types.ts'

/** A line on the standard input of a participant's process */
export type SeatCommand = { command: 'enter' | 'leave' } | { command: 'start', start: Start } | { command: 'measure', number: number, withMemory: boolean }

/** Runs a participant as the lines on standard input say, prints what comes of it, and ends the process when it leaves, or the input ends */
export async function obeyLines (seat: Seat): Promise<void> {
  print({ type: 'ready' })

  for await (const line of createInterface({ input: process.stdin })) {
    const order: SeatCommand = JSON.parse(line)

    if (order.command === 'enter') {
      print({ type: 'entered', address: await seat.enter() })
    } else if (order.command === 'start') {
      print({ type: 'outcome', outcome: await seat.start(order.start) })
    } else if (order.command === 'measure') {
      print({ type: 'usage', number: order.number, usage: await seat.measure?.(order.withMemory) })
    } else {
      await seat.leave()
      break
    }
  }

  // the end, too, of the process that started this one; WebRTC's threads would keep it alive
  process.exit(0)
}

function print (event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`)
}
