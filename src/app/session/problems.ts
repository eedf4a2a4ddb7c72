import type { Problem } from '../model/state.ts'

/** How many problems are shown at a time: the newest */
const MAX_PROBLEMS = 3

/** Problems that don't end the call */
export class Problems {
  private readonly onChange: () => void
  private shown: Problem[] = []
  private nextId = 1

  constructor (onChange: () => void) {
    this.onChange = onChange
  }

  /** The newest last */
  get list (): Problem[] {
    return this.shown
  }

  /** Shows a problem; the same problem is shown once, as the newest. `name` is that of the person it is about */
  report (err: Error, name = ''): void {
    const { name: error, message } = err
    const others = this.shown.filter(problem => problem.name !== name || problem.message !== message)
    this.shown = [...others, { id: this.nextId++, name, error, message }].slice(-MAX_PROBLEMS)
    this.onChange()
  }

  dismiss (id: number): void {
    this.shown = this.shown.filter(problem => problem.id !== id)
    this.onChange()
  }

  clear (): void {
    this.shown = []
  }
}
