import { judgeQuality, readStatistics } from '../link/index.ts'
import { STATISTICS_INTERVAL } from './limits.ts'
import type { LinkQuality } from './types.ts'
import type { Link, StatisticsSample } from '../link/index.ts'

export interface LinkMonitorInit {
  /** Monotonic time in ms */
  now(): number
  onQuality(quality: LinkQuality): void
}

interface MonitoredLink {
  link: Link
  sample?: StatisticsSample
  /** Number of the newest request for statistics */
  requested: number
  /** Number of the newest request that was answered */
  answered: number
}

/**
 * Measures the links of a call
 */
export class LinkMonitor {
  private readonly init: LinkMonitorInit
  private readonly links = new Map<string, MonitoredLink>()
  private timer?: ReturnType<typeof setInterval>

  constructor (init: LinkMonitorInit) {
    this.init = init
  }

  start (): void {
    this.timer ??= setInterval(() => { this.measureAll() }, STATISTICS_INTERVAL)
  }

  stop (): void {
    clearInterval(this.timer)
    this.timer = undefined
  }

  add (link: Link): void {
    this.links.set(link.participant, { link, requested: 0, answered: 0 })
  }

  remove (link: Link): void {
    if (this.links.get(link.participant)?.link === link) {
      this.links.delete(link.participant)
    }
  }

  private measureAll (): void {
    for (const entry of this.links.values()) {
      this.measure(entry).catch(() => {
        // the connection was closed meanwhile
      })
    }
  }

  private async measure (entry: MonitoredLink): Promise<void> {
    const { link } = entry

    if (link.state === 'new' || link.state === 'closed') {
      return
    }

    const request = ++entry.requested
    const report: any = await link.connection.getStats()

    // a newer request was answered first, or the link has been replaced
    if (request < entry.answered || this.links.get(link.participant) !== entry) {
      return
    }

    const { statistics, sample } = readStatistics(report.values(), this.init.now(), entry.sample)
    entry.answered = request
    entry.sample = sample
    this.init.onQuality({ participant: link.participant, quality: judgeQuality(statistics, link.state === 'connected'), statistics })
  }
}
