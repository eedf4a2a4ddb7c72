import { groupIdOf, Ringer, RING_LOOKUP_PAUSE } from '../../index.ts'
import type { WatchView } from './watch-events.ts'
import type { CallPeer, Lobby, RingInput, StoredGroup } from '../../index.ts'
import type { AbortOptions } from '@libp2p/interface'

/** ms between two looks at the time */
const TICK = 1_000

export interface GroupWatchInit {
  peer: CallPeer
  stored: StoredGroup
  /** The user's name, which members see */
  name?: string
  view: WatchView
  quiet: boolean
}

/** Watches the call of a group, and rings when somebody starts one */
export class GroupWatch {
  readonly id: string

  private readonly init: GroupWatchInit
  private readonly ringer: Ringer
  private lobby?: Lobby
  private timer?: ReturnType<typeof setInterval>

  constructor (init: GroupWatchInit) {
    this.init = init
    this.id = groupIdOf(init.stored.group)
    this.ringer = new Ringer(init.quiet)
  }

  /** Whether it rings now */
  get ringing (): boolean {
    return this.ringer.caller != null
  }

  async start ({ signal }: AbortOptions): Promise<void> {
    const { name, peer, stored: { addresses, group } } = this.init

    this.lobby = await peer.services.calls.look(group, { name, addresses: [...addresses], longestPause: RING_LOOKUP_PAUSE, signal })
    this.lobby.addEventListener('change', () => { this.look() })
    this.timer = setInterval(() => { this.handle({ type: 'tick' }) }, TICK)
    this.look()
  }

  /** Accepts or declines the call that rings */
  answer (accept: boolean): void {
    this.handle({ type: 'answer', accept })
  }

  setQuiet (quiet: boolean): void {
    this.handle({ type: 'quiet', quiet })
  }

  /** Idempotent */
  async stop (): Promise<void> {
    clearInterval(this.timer)
    await this.lobby?.stop()
  }

  private look (): void {
    if (this.lobby != null) {
      this.handle({ type: 'people', people: this.lobby.participants, looking: this.lobby.looking })
    }
  }

  private handle (input: RingInput): void {
    for (const effect of this.ringer.handle(input, Date.now())) {
      this.init.view.show({ ...effect, group: this.init.stored.group.name, id: this.id })
    }
  }
}
