import type { Ticket } from '../../index.ts'
import type { InviteChoice } from '../model/state.ts'

/** As it is before somebody chooses: for ever, and whoever has it knocks */
const PLAIN: InviteChoice = { once: false }

/**
 * What the invite for others is like: it stays the same while it is shown
 */
export class Invitation {
  private chosen = PLAIN
  private ends?: number
  private issued?: Ticket

  get choice (): InviteChoice {
    return this.chosen
  }

  /** ms since the Unix epoch */
  get expires (): number | undefined {
    return this.ends
  }

  get ticket (): Uint8Array | undefined {
    return this.issued?.secret
  }

  /** With `once`, each choice is another ticket: the one before may be in somebody's hands */
  choose (choice: InviteChoice, issue: (expires?: number) => Ticket): void {
    this.chosen = choice
    this.ends = choice.lifetime == null ? undefined : Date.now() + choice.lifetime
    this.issued = choice.once ? issue(this.ends) : undefined
  }

  /** Somebody was let in by a ticket: the link that has it lets nobody in any more */
  forget ({ secret }: Ticket): void {
    if (secret === this.issued?.secret) {
      this.chosen = PLAIN
      this.ends = undefined
      this.issued = undefined
    }
  }
}
