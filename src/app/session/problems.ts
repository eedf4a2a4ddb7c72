import type { PersonState, Problem } from '../model/state.ts'

/** How many problems are shown at a time: the newest */
const MAX_PROBLEMS = 3

/** ms within which a problem and the end of a participant belong together: it left because of that */
const SAME_MOMENT = 1_000

/**
 * ms for which the reason is shown why a participant is gone. Others that can't be
 * connected to come back within half a minute, and fail again
 */
const GONE_PERIOD = 60_000

/** Attacks on a connection: the user should read about them even if it works now */
const LASTING = ['CertificateMismatchError', 'ForgedMessageError']

interface Reported extends Problem {
  /** Public key of the person that it is about, if any */
  publicKey?: string
  reportedAt: number
  /** When to stop showing it, in ms */
  expires: number
}

/** Problems that don't end the call. Those about a person go when their cause does */
export class Problems {
  private readonly onChange: () => void
  private readonly now: () => number
  private reported: Reported[] = []
  private nextId = 1

  /**
   * @param onChange
   * @param now - returns ms, as `performance.now()` does
   */
  constructor (onChange: () => void, now: () => number = () => performance.now()) {
    this.onChange = onChange
    this.now = now
  }

  /** The newest last */
  get list (): Problem[] {
    const now = this.now()

    return this.reported.filter(({ expires }) => expires > now).map(({ id, name, error, message }) => ({ id, name, error, message }))
  }

  /** Shows a problem, perhaps about a person; the same problem is shown once, as the newest */
  report (err: Error, person?: Pick<PersonState, 'publicKey' | 'name'>): void {
    const { message } = err
    const error = nameOf(err)
    const isSame = (problem: Reported): boolean => problem.publicKey === person?.publicKey && problem.error === error && (person != null || problem.message === message)
    const problem = { id: this.nextId++, name: person?.name ?? '', error, message, publicKey: person?.publicKey, reportedAt: this.now(), expires: Infinity }

    this.set([...this.reported.filter(known => !isSame(known)), problem].slice(-MAX_PROBLEMS))
  }

  /** Called when a person is connected: what was in the way no longer is */
  resolve (publicKey: string): void {
    this.set(this.reported.filter(problem => problem.publicKey !== publicKey || LASTING.includes(problem.error)))
  }

  /** Called when a person has left the call, or was dropped because of the problem that was just reported */
  leave (publicKey: string): void {
    const now = this.now()

    this.set(this.reported.flatMap(problem => {
      if (problem.publicKey !== publicKey || LASTING.includes(problem.error)) {
        return [problem]
      }

      return now < problem.reportedAt + SAME_MOMENT ? [{ ...problem, expires: now + GONE_PERIOD }] : []
    }))
  }

  dismiss (id: number): void {
    this.set(this.reported.filter(problem => problem.id !== id))
  }

  clear (): void {
    this.reported = []
  }

  private set (reported: Reported[]): void {
    if (reported.length !== this.reported.length || reported.some((problem, index) => problem !== this.reported[index])) {
      this.reported = reported
      this.onChange()
    }
  }
}

/** Returns what selects the text: reasons differ in what the user can do */
function nameOf ({ name, reason }: Error & { reason?: string }): string {
  return name === 'LinkFailedError' && (reason === 'blocked' || reason === 'refused') ? `${name}:${reason}` : name
}
