import type { Ticket } from '../../index.ts'
import type { InviteChoice } from '../model/state.ts'

/** The default: never expires, and people who have it knock */
const PLAIN: InviteChoice = { once: false }

/**
 * The options of the invite for others; the invite stays the same while it is shown
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

  /** Sets the options. With `once`, each choice creates another ticket, because the last may have been sent to someone */
  choose (choice: InviteChoice, issue: (expires?: number) => Ticket): void {
    this.chosen = choice
    this.ends = choice.lifetime == null ? undefined : Date.now() + choice.lifetime
    this.issued = choice.once ? issue(this.ends) : undefined
  }

  /** Drops a used ticket: its link admits nobody else */
  forget ({ secret }: Ticket): void {
    if (secret === this.issued?.secret) {
      this.clear()
    }
  }

  /** Returns to the default */
  clear (): void {
    this.chosen = PLAIN
    this.ends = undefined
    this.issued = undefined
  }
}
