/** Draws the rooms and their imports: `node dist/scripts/rooms-picture.js`, after `npm run build` */

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOMS, USERS } from './rooms.ts'
import { ROOT } from './root.ts'

/** From the root of the repository */
export const PICTURE = 'docs/rooms.svg'

/** Of a box, and the gaps between boxes, in pixels */
const WIDTH = 168
const HEIGHT = 52
const GAP = 24
const ROW_GAP = 44

interface Box {
  room: string
  about: string
  uses: string[]
  row: number
  x: number
  y: number
}

/** Returns the picture: rooms stand above those that they import. Arrows that follow from others are left out */
export function drawRooms (): string {
  const users = USERS.map(room => ({ ...room, uses: ['src/call', 'bootstrap'] }))
  const rows = new Map<string, number>()
  const all = [...ROOMS, ...users]
  // each room comes after those that it imports, so their rows are known
  const rowOf = (uses: string[]): number => Math.max(-1, ...uses.map(name => rows.get(name) ?? 0)) + 1
  sorted(all).forEach(({ room, uses }) => { rows.set(room, rowOf(uses)) })

  const last = Math.max(...rows.values())
  const widest = Math.max(...Array.from({ length: last + 1 }, (_, row) => all.filter(({ room }) => rows.get(room) === row).length))
  const width = widest * (WIDTH + GAP) + GAP
  const boxes = Array.from({ length: last + 1 }, (_, row) => {
    const inRow = all.filter(({ room }) => rows.get(room) === row)
    const left = (width - inRow.length * (WIDTH + GAP) + GAP) / 2

    return inRow.map((room, index): Box => ({ ...room, row, x: left + index * (WIDTH + GAP), y: GAP + (last - row) * (HEIGHT + ROW_GAP) }))
  }).flat()
  const height = (last + 1) * (HEIGHT + ROW_GAP) - ROW_GAP + 2 * GAP
  const arrows = boxes.flatMap(box => direct(box.uses).map(name => arrow(box, boxes.find(({ room }) => room === name) as Box)))

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="The rooms of groupcall, above those that they import">
<style>
  svg { background: #fff; font: 13px system-ui, sans-serif; text-anchor: middle }
  rect { fill: #eef3fb; stroke: #5b7aa8 }
  .user rect { fill: #f3f0e6; stroke: #94814a }
  text { fill: #1c2530 }
  .about { font-size: 11px; fill: #4a5868 }
  path { fill: none; stroke: #8697ad }
  marker path { fill: #8697ad; stroke: none }
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>
${arrows.join('\n')}
${boxes.map(draw).join('\n')}
</svg>
`
}

function draw ({ room, about, x, y }: Box): string {
  const user = USERS.some(other => other.room === room)
  const centre = x + WIDTH / 2

  return `<g${user ? ' class="user"' : ''}><rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="6"/><text x="${centre}" y="${y + 22}">${room}</text><text class="about" x="${centre}" y="${y + 40}">${about}</text></g>`
}

function arrow (from: Box, to: Box): string {
  const [x1, y1, x2, y2] = [from.x + WIDTH / 2, from.y + HEIGHT, to.x + WIDTH / 2, to.y]
  const bend = Math.min(60, (y2 - y1) / 2)

  return `<path marker-end="url(#tip)" d="M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/>`
}

/** Returns the imports that aren't also imports of another import */
function direct (uses: string[]): string[] {
  return uses.filter(name => !uses.some(other => other !== name && reaches(other, name)))
}

function reaches (from: string, to: string): boolean {
  const uses = ROOMS.find(({ room }) => room === from)?.uses ?? []

  return uses.includes(to) || uses.some(name => reaches(name, to))
}

/** Returns rooms after those that they import */
function sorted<T extends { room: string, uses: string[] }> (rooms: T[]): T[] {
  const done: T[] = []

  while (done.length < rooms.length) {
    const next = rooms.filter(room => !done.includes(room) && room.uses.every(name => done.some(({ room }) => room === name)))

    if (next.length === 0) {
      throw new Error('Rooms import each other')
    }

    done.push(...next)
  }

  return done
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  await writeFile(join(ROOT, PICTURE), drawRooms())
}
