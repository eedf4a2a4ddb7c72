import { AbortError, TimeoutError } from '@libp2p/interface'
import { DIAL_STAGGER } from './limits.ts'
import type { Timer, Timers } from '../timers.ts'
import type { AbortOptions, Connection } from '@libp2p/interface'

export interface RaceInit<Result> extends AbortOptions {
  timers: Pick<Timers, 'after'>
  /** Called with the result of a dial that ends after another one has won */
  onLate(result: Result): void
}

/**
 * Returns the result of the first dial that succeeds. The first one begins at once, each
 * other one a little later, or as soon as one fails: a dial that gets no answer, as in
 * another network with the same private addresses, holds up none of the others.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc8305#section-5}
 * @throws {AggregateError} when every dial has failed; the error itself if there is one dial
 */
export async function raceDials <Result> (dials: Array<(signal: AbortSignal) => Promise<Result>>, { signal, timers, onLate }: RaceInit<Result>): Promise<Result> {
  const over = new AbortController()
  const race = Promise.withResolvers<Result>()
  const onAbort = (): void => { race.reject(signal?.reason) }
  const dialSignal = signal == null ? over.signal : AbortSignal.any([signal, over.signal])
  const errors: Error[] = []
  let begun = 0
  let timer: Timer | undefined

  const begin = (): void => {
    timer?.stop()

    if (begun === dials.length || dialSignal.aborted) {
      return
    }

    const dial = dials[begun++]
    timer = timers.after(DIAL_STAGGER, begin)
    dial(dialSignal).then(result => {
      if (over.signal.aborted) {
        onLate(result)
      } else {
        // a TimeoutError counts as a failure of the losing addresses, so they pause before the next dial
        over.abort(new TimeoutError('Another address has answered first'))
        race.resolve(result)
      }
    }, err => {
      errors.push(err)

      if (errors.length === dials.length) {
        race.reject(errors.length === 1 ? err : new AggregateError(errors, 'No address of the peer has answered'))
      } else {
        begin()
      }
    })
  }

  try {
    signal?.throwIfAborted()
    signal?.addEventListener('abort', onAbort, { once: true })

    if (dials.length === 0) {
      throw new AggregateError([], 'The peer has no address that can be dialled')
    }

    begin()

    return await race.promise
  } finally {
    signal?.removeEventListener('abort', onAbort)
    over.abort(new AbortError('The race is over'))
    timer?.stop()
  }
}

/** Races dials for a connection, and closes those that end after another one has won */
export async function raceConnections (dials: Array<(signal: AbortSignal) => Promise<Connection>>, init: Omit<RaceInit<Connection>, 'onLate'>): Promise<Connection> {
  return raceDials(dials, {
    ...init,
    onLate: connection => { connection.close().catch(err => { connection.abort(err) }) }
  })
}
