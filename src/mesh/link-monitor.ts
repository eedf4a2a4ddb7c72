import { judgeQuality, readStatistics } from '../link/index.ts'
import type { LinkQuality } from './types.ts'
import type { Link, StatisticsSample } from '../link/index.ts'

/** How often links are measured, in ms */
const STATISTICS_INTERVAL = 1_000

export interface LinkMonitorInit {
  /**
   * ms
   *
   * @default 1_000
   */
  interval?: number
  onQuality(quality: LinkQuality): void
}

/**
 * Measures all links of a call in turn
 */
export class LinkMonitor {
  private readonly init: LinkMonitorInit
  private readonly links = new Map<string, { link: Link, sample?: StatisticsSample, quality?: LinkQuality }>()
  private timer?: ReturnType<typeof setInterval>

  constructor (init: LinkMonitorInit) {
    this.init = init
  }

  start (): void {
    this.timer ??= setInterval(() => { this.measureAll() }, this.init.interval ?? STATISTICS_INTERVAL)
  }

  stop (): void {
    clearInterval(this.timer)
    this.timer = undefined
  }

  add (link: Link): void {
    this.links.set(link.participant, { link })
  }

  remove (link: Link): void {
    if (this.links.get(link.participant)?.link === link) {
      this.links.delete(link.participant)
    }
  }

  /** The newest figures of the link to a participant */
  get (participant: string): LinkQuality | undefined {
    return this.links.get(participant)?.quality
  }

  private measureAll (): void {
    for (const entry of this.links.values()) {
      this.measure(entry).catch(() => {
        // the connection was closed while it was asked
      })
    }
  }

  private async measure (entry: { link: Link, sample?: StatisticsSample, quality?: LinkQuality }): Promise<void> {
    const { link } = entry

    if (link.state === 'new' || link.state === 'closed') {
      return
    }

    const report: any = await link.connection.getStats()
    const { statistics, sample } = readStatistics(report.values(), performance.now(), entry.sample)
    entry.sample = sample
    entry.quality = { participant: link.participant, quality: judgeQuality(statistics, link.state === 'connected'), statistics }
    this.init.onQuality(entry.quality)
  }
}
