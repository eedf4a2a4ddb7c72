export type Kind = 'gauge' | 'counter' | 'histogram' | 'summary'

type Values = number | Record<string, number>

/** Of all kinds of metrics; see `MetricOptions` of `@libp2p/interface` */
export interface FamilyOptions {
  /** What the values of a group differ in */
  label?: string
  help?: string
  /** Whether it has several values, each with a label */
  group?: boolean
  /** Upper bounds of a histogram */
  buckets?: number[]
  calculate?(): Values | Promise<Values>
}

/** Values of a group: labels such as protocol names may come from other peers */
const MAX_VALUES = 500

/** Upper bounds of a histogram that names none, fit for seconds: Prometheus's own */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

interface Observed {
  /** The value, or the sum of those that were observed */
  sum: number
  count: number
  /** How many of them were at most each upper bound */
  buckets: number[]
}

/** A metric under one name, with one value or several labelled ones */
export class Family {
  private readonly name: string
  private readonly kind: Kind
  private readonly options: FamilyOptions
  private readonly bounds: number[]
  private readonly values = new Map<string, Observed>()

  constructor (name: string, kind: Kind, options: FamilyOptions) {
    this.name = name
    this.kind = kind
    this.options = options
    this.bounds = kind === 'histogram' ? options.buckets ?? BUCKETS : []
  }

  /** What libp2p calls a metric, counter, histogram or summary */
  readonly single = {
    update: (value: number) => { this.set('', value) },
    increment: (value = 1) => { this.add('', value) },
    decrement: (value = 1) => { this.add('', -value) },
    observe: (value: number) => { this.observe('', value) },
    reset: () => { this.values.clear() },
    timer: () => this.timer('')
  }

  /** What libp2p calls a group of those */
  readonly group = {
    update: (values: Record<string, number>) => { each(values, (label, value) => { this.set(label, value) }) },
    increment: (values: Record<string, number | unknown>) => { each(values, (label, value) => { this.add(label, value) }) },
    decrement: (values: Record<string, number | unknown>) => { each(values, (label, value) => { this.add(label, -value) }) },
    observe: (values: Record<string, number>) => { each(values, (label, value) => { this.observe(label, value) }) },
    reset: () => { this.values.clear() },
    timer: (label: string) => this.timer(label)
  }

  /** Returns the lines of the metric in Prometheus's text format */
  async render (): Promise<string> {
    const calculated = await this.options.calculate?.()

    if (typeof calculated === 'number') {
      this.single.update(calculated)
    } else if (calculated != null) {
      this.values.clear()
      this.group.update(calculated)
    }

    // a metric without labels is 0 until it changes
    if (this.options.group !== true) {
      this.valueOf('')
    }

    return [
      `# HELP ${this.name} ${escape(this.options.help ?? this.name)}\n`,
      `# TYPE ${this.name} ${this.kind}\n`,
      ...[...this.values].map(([label, observed]) => this.lines(label, observed))
    ].join('')
  }

  private lines (label: string, { sum, count, buckets }: Observed): string {
    const own = label === '' ? [] : [`${this.options.label ?? this.name}="${escape(label).replace(/"/g, '\\"')}"`]
    const line = (suffix: string, value: number, ...more: string[]): string => {
      const labels = [...own, ...more]

      return `${this.name}${suffix}${labels.length === 0 ? '' : `{${labels.join(',')}}`} ${value}\n`
    }

    if (this.kind === 'gauge' || this.kind === 'counter') {
      return line('', sum)
    }

    const bounded = this.bounds.map((bound, index) => line('_bucket', buckets[index], `le="${bound}"`))
    const unbounded = this.kind === 'histogram' ? [line('_bucket', count, 'le="+Inf"')] : []

    return [...bounded, ...unbounded, line('_sum', sum), line('_count', count)].join('')
  }

  private set (label: string, value: number): void {
    this.valueOf(label).sum = value
  }

  private add (label: string, value: number): void {
    this.valueOf(label).sum += value
  }

  private observe (label: string, value: number): void {
    const observed = this.valueOf(label)

    observed.sum += value
    observed.count++
    this.bounds.forEach((bound, index) => { observed.buckets[index] += value <= bound ? 1 : 0 })
  }

  private timer (label: string): () => void {
    const began = performance.now()

    return () => {
      const seconds = (performance.now() - began) / 1_000

      if (this.kind === 'gauge') {
        this.set(label, seconds)
      } else {
        this.observe(label, seconds)
      }
    }
  }

  /** At the bound, further labels are not recorded */
  private valueOf (label: string): Observed {
    const known = this.values.get(label)
    const value = known ?? { sum: 0, count: 0, buckets: this.bounds.map(() => 0) }

    if (known == null && this.values.size < MAX_VALUES) {
      this.values.set(label, value)
    }

    return value
  }
}

/** libp2p increments by `true` as well, which means 1 */
function each (values: Record<string, number | unknown>, use: (label: string, value: number) => void): void {
  Object.entries(values).forEach(([label, value]) => { use(label, Number(value ?? 1)) })
}

function escape (text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')
}
