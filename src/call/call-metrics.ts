import type { GroupCall } from './group-call.ts'
import type { LinkState } from '../link/index.ts'
import type { CounterGroup, Histogram, Metrics } from '@libp2p/interface'

/** Upper bounds in seconds: a join takes a tenth of a second to half a minute */
const JOIN_SECONDS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

const NO_LINKS: Record<LinkState, number> = { new: 0, connecting: 0, connected: 0, reconnecting: 0, closed: 0 }

/** Reports the calls of a libp2p node to its metrics, if it has any. Nothing in them names a person or a group */
export class CallMetrics {
  private readonly calls: () => GroupCall[]
  /** Messages that were dropped in calls that have ended, by reason */
  private readonly past: Record<string, number> = {}
  private readonly joins?: CounterGroup
  private readonly seconds?: Histogram

  constructor (metrics: Metrics | undefined, calls: () => GroupCall[]) {
    this.calls = calls
    this.joins = metrics?.registerCounterGroup('groupcall_joins_total', { label: 'result', help: 'Joins that ended: joined others, began alone, left before that, or failed' })
    this.seconds = metrics?.registerHistogram('groupcall_join_seconds', { buckets: JOIN_SECONDS, help: 'Time until a member let us in' })
    metrics?.registerMetric('groupcall_calls', { help: 'Calls that are being joined or have been joined', calculate: () => calls().length })
    metrics?.registerMetric('groupcall_participants', { help: 'Other participants of all calls', calculate: () => this.participants().length })
    metrics?.registerMetricGroup('groupcall_links', { label: 'state', help: 'Links of all calls', calculate: () => this.links() })
    // not a counter group, whose calculated values would be added to those before
    metrics?.registerMetricGroup('groupcall_dropped_messages_total', { label: 'reason', help: 'Messages that were not used', calculate: () => this.dropped() })
  }

  /** Counts a join, and passes on what becomes of it */
  async measure (call: GroupCall, joining: Promise<unknown>): Promise<void> {
    const began = performance.now()

    try {
      await joining
      const joined = call.participants.length > 0

      this.joins?.increment({ [joined ? 'joined' : 'alone']: 1 })

      if (joined) {
        this.seconds?.observe((performance.now() - began) / 1_000)
      }
    } catch (err: any) {
      this.joins?.increment({ [err?.name === 'AbortError' ? 'left' : 'failed']: 1 })

      throw err
    }
  }

  /** Keeps the counts of a call that has ended */
  onEnded (call: GroupCall): void {
    addTo(this.past, call.dropped)
  }

  private participants (): GroupCall['participants'] {
    return this.calls().flatMap(({ participants }) => participants)
  }

  private links (): Record<LinkState, number> {
    const counts = { ...NO_LINKS }
    this.participants().forEach(({ linkState }) => { counts[linkState]++ })

    return counts
  }

  private dropped (): Record<string, number> {
    const counts = { ...this.past }
    this.calls().forEach(({ dropped }) => { addTo(counts, dropped) })

    return counts
  }
}

function addTo (counts: Record<string, number>, more: Record<string, number>): void {
  Object.entries(more).forEach(([reason, count]) => { counts[reason] = (counts[reason] ?? 0) + count })
}
