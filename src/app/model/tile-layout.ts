/** Width and height in rem, so that tiles grow with the font that users choose */
export interface Size {
  width: number
  height: number
}

export interface TileLayout {
  columns: number
  rows: number
  /** Whether the user's own tile floats over the corner; otherwise it takes the last cell */
  floating: boolean
}

/** Between two tiles */
export const TILE_GAP = 0.5

/** The user's own tile while it floats */
export const SELF_TILE: Size = { width: 7, height: 4.25 }

/** Of a picture: its share of the tile's shorter side, and its bounds */
const PICTURE = { share: 0.38, min: 2.25, max: 9 }

/** What is written below a picture; no line is wider, or there are more of them */
const WORDS: Size = { width: 16, height: 3.25 }

/**
 * Arranges the tiles of a call so that they fill the screen. The user's own tile is
 * small, unless it would hide something of another.
 *
 * @param others - number of the other participants
 * @param stage - the room for all tiles
 */
export function tileLayout (others: number, stage: Size): TileLayout {
  const grid = bestGrid(others, stage)

  return others === 0 || hasFreeCorner(tileSize(grid, stage))
    ? { ...grid, floating: true }
    : { ...bestGrid(others + 1, stage), floating: false }
}

/** Returns the first track of a tile in a grid of half columns, in which the last row is centered */
export function firstTrack (index: number, count: number, columns: number): number {
  const inRow = index % columns
  const missing = index - inRow + columns > count ? columns - count % columns : 0

  return 1 + 2 * inRow + missing
}

/** Chooses the number of columns for which the shorter side of the tiles is longest */
function bestGrid (count: number, stage: Size): { columns: number, rows: number } {
  let best = { columns: 1, rows: Math.max(1, count) }

  for (let columns = 2; columns <= count; columns++) {
    const grid = { columns, rows: Math.ceil(count / columns) }

    if (shorterSide(tileSize(grid, stage)) > shorterSide(tileSize(best, stage))) {
      best = grid
    }
  }

  return best
}

function tileSize ({ columns, rows }: { columns: number, rows: number }, { width, height }: Size): Size {
  return { width: (width - (columns - 1) * TILE_GAP) / columns, height: (height - (rows - 1) * TILE_GAP) / rows }
}

function shorterSide ({ width, height }: Size): number {
  return Math.min(width, height)
}

/** Whether the user's own tile fits below, or beside, what is in the middle of another */
function hasFreeCorner (tile: Size): boolean {
  const picture = Math.min(PICTURE.max, Math.max(PICTURE.min, PICTURE.share * shorterSide(tile)))
  const below = (tile.height - picture - WORDS.height) / 2
  const beside = (tile.width - Math.max(picture, WORDS.width)) / 2

  return below >= SELF_TILE.height + TILE_GAP || beside >= SELF_TILE.width + TILE_GAP
}
