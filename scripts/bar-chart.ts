/** Width of a chart, and of the column of names, in pixels */
const WIDTH = 720
const NAMES = 216
const MARGIN = 20

/** Room for a value after the longest bar */
const VALUES = 84

/** Heights of a bar, with the gap to the next, and of a heading */
const BAR = 20
const STEP = 26
const HEADING = 34
const TITLE = 44

export interface Bar {
  name: string
  value: number
  /** The value, with its unit */
  text: string
  /** Of the runs */
  min?: number
  max?: number
  /** Drawn as a mark across the bar */
  goal?: number
  /** Stands out from the others */
  own?: boolean
}

export interface BarGroup {
  heading: string
  bars: Bar[]
}

export interface BarChart {
  title: string
  /** What the chart shows, for people who can't see it */
  description: string
  groups: BarGroup[]
}

/** Returns a chart of horizontal bars, as SVG in light or dark colours, as the reader prefers */
export function drawBarChart ({ title, description, groups }: BarChart): string {
  const bars = groups.flatMap(({ bars }) => bars)
  const most = Math.max(...bars.flatMap(({ value, max = value, goal = value }) => [value, max, goal]))
  const left = MARGIN + NAMES
  const x = (value: number): number => Math.round(left + value / most * (WIDTH - left - VALUES - MARGIN))
  const lines: string[] = []
  let y = TITLE

  for (const { heading, bars } of groups) {
    lines.push(`<text class="heading" x="${MARGIN}" y="${y + 20}">${escapeText(heading)}</text>`)
    y += HEADING

    for (const bar of bars) {
      lines.push(drawBar(bar, y))
      y += STEP
    }
  }

  const legend = [
    ...(bars.some(({ min }) => min != null) ? ['line: smallest and largest run'] : []),
    ...(bars.some(({ goal }) => goal != null) ? ['dashes: goal'] : [])
  ]

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + MARGIN}" width="${WIDTH}" height="${y + MARGIN}" role="img" aria-label="${escapeText(description)}">
<style>
  svg { color-scheme: light dark; font: 13px system-ui, sans-serif }
  .paper { fill: #fff }
  text { fill: #1c2530 }
  .title { font-size: 15px; font-weight: 600 }
  .heading { font-weight: 600 }
  .legend { fill: #4a5868; font-size: 12px; text-anchor: end }
  .name { text-anchor: end }
  .bar { fill: #a9b8cb }
  .own { fill: #4a86d8 }
  .spread { fill: none; stroke: #1c2530 }
  .goal { fill: none; stroke: #a34700; stroke-width: 2; stroke-dasharray: 3 2 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117 }
    text { fill: #e6edf3 }
    .legend { fill: #a3b1c2 }
    .bar { fill: #4b5a6d }
    .own { fill: #3f7fd6 }
    .spread { stroke: #e6edf3 }
    .goal { stroke: #ffb066 }
  }
</style>
<rect class="paper" width="100%" height="100%" rx="6"/>
<text class="title" x="${MARGIN}" y="28">${escapeText(title)}</text>
<text class="legend" x="${WIDTH - MARGIN}" y="28">${legend.join('; ')}</text>
${lines.join('\n')}
</svg>
`

  function drawBar ({ name, value, text, min, max, goal, own = false }: Bar, y: number): string {
    const middle = y + BAR / 2
    const end = Math.max(...[value, max ?? value, goal ?? value].map(x))

    return [
      `<text class="name" x="${left - 10}" y="${middle + 5}">${escapeText(name)}</text>`,
      `<rect class="bar${own ? ' own' : ''}" x="${left}" y="${y}" width="${x(value) - left}" height="${BAR}" rx="2"/>`,
      ...(min == null || max == null ? [] : [`<path class="spread" d="M${x(min)} ${middle - 4}v8M${x(min)} ${middle}H${x(max)}M${x(max)} ${middle - 4}v8"/>`]),
      ...(goal == null ? [] : [`<path class="goal" d="M${x(goal)} ${y - 2}v${BAR + 4}"/>`]),
      `<text x="${end + 8}" y="${middle + 5}">${escapeText(text)}</text>`
    ].join('')
  }
}

function escapeText (text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
