import type { Result } from '../report.ts'

const WIDTH = 760
const HEIGHT = 440
const LEFT = 60
const RIGHT = 290
const TOP = 50
const BOTTOM = 50

/** Okabe and Ito's colours, which colour-blind people can tell apart */
const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9']

/** Returns how the inquiries and messages of searches grow with the DHT, as SVG */
export function plotDht (results: Result[]): string {
  const counts = results.filter(({ unit }) => unit === 'inquiries' || unit === 'messages')
  const sizes = [...new Set(counts.map(({ n }) => n))].sort((a, b) => a - b)
  const most = Math.max(...counts.map(({ max }) => max))
  const [first, last] = [Math.log(sizes[0]), Math.log(sizes[sizes.length - 1])]
  const x = (n: number): number => Math.round(LEFT + (WIDTH - LEFT - RIGHT) * (last === first ? 0.5 : (Math.log(n) - first) / (last - first)))
  const y = (count: number): number => Math.round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * count / most)
  const names = [...new Set(counts.map(nameOf))]

  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="24" font-size="15">DHT requests of a search: median, minimum and maximum</text>`,
    `<path d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}" fill="none" stroke="#333"/>`,
    ...sizes.map(n => `<text x="${x(n)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${n.toLocaleString('en')}</text>`),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">peers (logarithmic)</text>`,
    ...ticks(most).map(count => `<text x="${LEFT - 8}" y="${y(count) + 4}" text-anchor="end">${count}</text><path d="M${LEFT} ${y(count)}H${WIDTH - RIGHT}" stroke="#ddd"/>`),
    ...names.flatMap((name, index) => line(name, COLOURS[index % COLOURS.length], index)),
    '</svg>',
    ''
  ].join('\n')

  function line (name: string, colour: string, index: number): string[] {
    const points = counts.filter(result => nameOf(result) === name)
    const height = TOP + 8 + 20 * index

    return [
      `<polyline points="${points.map(({ n, median }) => `${x(n)},${y(median)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...points.map(({ n, median, min, max }) => `<path d="M${x(n)} ${y(min)}V${y(max)}" stroke="${colour}"/><circle cx="${x(n)}" cy="${y(median)}" r="4" fill="${colour}"/>`),
      `<path d="M${WIDTH - RIGHT + 16} ${height}h18" stroke="${colour}" stroke-width="3"/><text x="${WIDTH - RIGHT + 40}" y="${height + 4}">${name}</text>`
    ]
  }
}

function nameOf ({ system, unit }: Result): string {
  return `${unit}, ${system.replace('groupcall, ', '')}`
}

/** Returns some five round numbers up to the largest */
function ticks (most: number): number[] {
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find(step => most / step <= 6) ?? 1_000

  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step)
}
