import type { CallView } from './events.ts'
import type { MembersCall } from './members-call.ts'

export interface KnockListInit {
  view: CallView
  /** Public keys to admit without asking */
  admit: readonly string[]
  /** Admits everybody without asking */
  admitAll: boolean
  /** Called when a person couldn't be admitted; they keep knocking */
  onProblem(error: Error): void
}

/** People who knock on a members-only call, in order of arrival, for an owner to answer */
export class KnockList {
  private readonly init: KnockListInit
  private readonly waiting = new Set<string>()
  private call?: MembersCall

  constructor (init: KnockListInit) {
    this.init = init
  }

  attach (call: MembersCall): void {
    const { view, admit, admitAll } = this.init
    this.call = call

    call.addEventListener('knock', ({ detail: { publicKey, name } }) => {
      this.waiting.add(publicKey)
      view.show({ type: 'knock', publicKey, name })

      if (admitAll || admit.includes(publicKey)) {
        this.admit(publicKey)
      }
    })
    call.addEventListener('knock:end', ({ detail: { publicKey, name } }) => {
      this.waiting.delete(publicKey)
      view.show({ type: 'knock:end', publicKey, name })
    })
  }

  /** Admits or denies the person who has been knocking the longest */
  answer (letIn: boolean): void {
    const [publicKey] = this.waiting

    if (publicKey == null) {
      return
    }

    if (letIn) {
      this.admit(publicKey)
    } else {
      this.call?.deny(publicKey)
    }
  }

  private admit (publicKey: string): void {
    this.call?.admit(publicKey).catch(err => { this.init.onProblem(err) })
  }
}
