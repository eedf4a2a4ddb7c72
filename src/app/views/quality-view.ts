import { css, html, nothing, svg } from 'lit'
import { plot, PLOT_HEIGHT, PLOT_WIDTH, topOf } from '../model/quality-plot.ts'
import { download } from './download.ts'
import { define, View } from './view.ts'
import type { LinkReport, LinkSample, QualityReport } from '../../index.ts'
import type { CSSResultGroup, PropertyDeclarations, TemplateResult } from 'lit'

/** ms between two pictures: links are measured as often */
const INTERVAL = 1_000

const FILE_NAME = 'groupcall-report.json'

interface Curve {
  name: string
  unit: string
  /** The smallest value at the upper edge */
  least: number
  /** The second one is dashed */
  lines: Array<{ name?: string, value(sample: LinkSample): number | undefined }>
}

/** Draws the last two minutes of a person's link, and saves a report of the call */
export class QualityElement extends View {
  static properties: PropertyDeclarations = { ...View.properties, subject: {}, report: { state: true } }
  static styles: CSSResultGroup = [View.styles, css`
    :host { display: grid; gap: 0.75rem; min-width: 0; }
    figure { margin: 0; }
    figcaption { display: flex; flex-wrap: wrap; justify-content: space-between; column-gap: 1rem; font-variant-numeric: tabular-nums; }
    svg { display: block; width: 100%; height: 3rem; background: var(--gc-raised); border-radius: 0.375rem; }
    path { fill: none; stroke: var(--gc-accent); stroke-width: 2px; vector-effect: non-scaling-stroke; }
    path.second { stroke: var(--gc-text); stroke-dasharray: 4 3; }
    button { justify-self: start; }
  `]

  /** Public key of the person */
  declare subject: string | undefined
  declare report: QualityReport | undefined

  private timer?: ReturnType<typeof setInterval>

  connectedCallback (): void {
    super.connectedCallback()
    this.timer = setInterval(() => { this.look() }, INTERVAL)
  }

  disconnectedCallback (): void {
    super.disconnectedCallback()
    clearInterval(this.timer)
  }

  firstUpdated (): void {
    this.look()
  }

  render (): TemplateResult {
    const { report, text } = this
    const link = report?.participants.find(({ key }) => this.subject?.startsWith(key) === true)

    return html`
      ${report == null || link == null ? html`<p>${text.tile.unknown}</p>` : html`<p><bdi>${this.nameOf(link.name)}</bdi></p>${this.curves.map(curve => this.renderCurve(curve, link, report))}`}
      <button ?disabled=${report == null} @click=${() => { this.save() }}>${text.quality.save}</button>
      <p class="hint">${text.quality.hint}</p>
    `
  }

  private get curves (): Curve[] {
    const { quality, tile } = this.text

    return [
      { name: tile.roundTripTime, unit: 'ms', least: 100, lines: [{ value: ({ roundTripTime }) => roundTripTime }] },
      { name: tile.loss, unit: '%', least: 10, lines: [{ value: ({ lossPercent }) => lossPercent }] },
      { name: tile.jitter, unit: 'ms', least: 50, lines: [{ value: ({ jitter }) => jitter }] },
      { name: quality.bitrate, unit: 'kbit/s', least: 64, lines: [{ name: quality.received, value: ({ receiveKbps }) => receiveKbps }, { name: quality.sent, value: ({ sendKbps }) => sendKbps }] }
    ]
  }

  private renderCurve ({ name, unit, least, lines }: Curve, { samples }: LinkReport, report: QualityReport): TemplateResult {
    const top = topOf(lines.flatMap(({ value }) => samples.map(sample => value(sample) ?? 0)), least)
    const plots = lines.map(line => ({ ...line, ...plot(samples, line.value, report, top) }))
    const values = plots.map(({ name, latest }) => `${name == null ? '' : `${name} `}${latest == null ? '–' : latest.toFixed(0)} ${unit}`).join(', ')

    return html`
      <figure>
        <figcaption><span>${name} <span class="hint">0–${top} ${unit}</span></span><span>${values}</span></figcaption>
        <svg viewBox="0 0 ${PLOT_WIDTH} ${PLOT_HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
          ${plots.map(({ path }, index) => path === '' ? nothing : svg`<path class=${index === 0 ? 'first' : 'second'} d=${path}/>`)}
        </svg>
      </figure>
    `
  }

  private look (): void {
    this.report = this.actions.report() ?? this.report
  }

  private save (): void {
    download(FILE_NAME, `${JSON.stringify(this.report, undefined, 2)}\n`)
  }
}

define('gc-quality', QualityElement)
