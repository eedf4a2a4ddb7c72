import { Family } from './family.ts'
import type { FamilyOptions, Kind } from './family.ts'
import type { Metrics } from '@libp2p/interface'

/**
 * The metrics of a libp2p node, as text that Prometheus reads. It implements as much of
 * libp2p's interface as an operator needs to watch a bootstrap peer: bytes and traces are
 * not recorded, and a summary has no percentiles. `@libp2p/prometheus-metrics` has all of
 * that, and can be used instead.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export class TextMetrics implements Metrics {
  private readonly families = new Map<string, Family>()

  /** Returns everything that was registered, with its present values */
  async render (): Promise<string> {
    const texts = await Promise.all([...this.families.values()].map(async family => family.render()))

    return texts.join('')
  }

  trackMultiaddrConnection (): void {}

  trackProtocolStream (): void {}

  registerMetric (name: string, options?: FamilyOptions): any {
    return this.family(name, 'gauge', options).single
  }

  registerMetricGroup (name: string, options?: FamilyOptions): any {
    return this.family(name, 'gauge', { ...options, group: true }).group
  }

  registerCounter (name: string, options?: FamilyOptions): any {
    return this.family(name, 'counter', options).single
  }

  registerCounterGroup (name: string, options?: FamilyOptions): any {
    return this.family(name, 'counter', { ...options, group: true }).group
  }

  registerHistogram (name: string, options?: FamilyOptions): any {
    return this.family(name, 'histogram', options).single
  }

  registerHistogramGroup (name: string, options?: FamilyOptions): any {
    return this.family(name, 'histogram', { ...options, group: true }).group
  }

  registerSummary (name: string, options?: FamilyOptions): any {
    return this.family(name, 'summary', options).single
  }

  registerSummaryGroup (name: string, options?: FamilyOptions): any {
    return this.family(name, 'summary', { ...options, group: true }).group
  }

  traceFunction (_name: string, run: any): any {
    return run
  }

  createTrace (): undefined {
    return undefined
  }

  /** Several parts of libp2p may register the same name, and then share the metric */
  private family (name: string, kind: Kind, options: FamilyOptions = {}): Family {
    const clean = name.replace(/[^a-zA-Z0-9_:]/g, '_')
    const family = this.families.get(clean) ?? new Family(clean, kind, options)

    this.families.set(clean, family)

    return family
  }
}
