import type { CallView } from './events.ts'
import type { MembersCall } from './members-call.ts'

export interface KnockListInit {
  view: CallView
  /** Public keys to let in without asking */
  admit: readonly string[]
  /** Lets in everybody without asking */
  admitAll: boolean
  /** Called when letting somebody in failed; they keep knocking */
  onProblem(error: Error): void
}

/** People who knock at a members-only call, the longest-waiting first, for an owner to answer */
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

  /** Lets in the person who has waited longest, or denies it */
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
