import { expect } from 'aegir/chai'
import { SELF_TILE, firstTrack, tileLayout } from '../../src/app/model/tile-layout.ts'

/** The room for tiles in windows of these sizes, in rem */
const PHONE = { width: 23.4, height: 44.5 }
const TABLET = { width: 50, height: 66 }
const DESKTOP = { width: 79, height: 41.5 }
const SIDEBAR = { width: 19, height: 21.5 }

describe('the tiles of a call', () => {
  // others, room, columns, rows, whether the user's own tile floats
  for (const [what, others, stage, columns, rows, floating] of [
    ['nobody else', 0, PHONE, 1, 1, true],
    ['one on a phone', 1, PHONE, 1, 1, true],
    ['two on a phone, one above the other', 2, PHONE, 1, 2, true],
    ['three on a phone', 3, PHONE, 2, 2, false],
    ['four on a phone', 4, PHONE, 2, 2, true],
    ['seven on a phone', 7, PHONE, 2, 4, false],
    ['two on a tablet', 2, TABLET, 1, 2, true],
    ['seven on a tablet', 7, TABLET, 3, 3, true],
    ['two on a desktop, side by side', 2, DESKTOP, 2, 1, true],
    ['three on a desktop', 3, DESKTOP, 3, 1, true],
    ['seven on a desktop', 7, DESKTOP, 4, 2, true],
    ['one in a sidebar', 1, SIDEBAR, 1, 1, true],
    ['seven in a sidebar', 7, SIDEBAR, 3, 3, false]
  ] as const) {
    it(`are arranged for ${what}`, () => {
      expect(tileLayout(others, stage)).to.deep.equal({ columns, rows, floating })
    })
  }

  it('leave the corner free in which the user\'s own floats', () => {
    for (const stage of [PHONE, TABLET, DESKTOP, SIDEBAR]) {
      for (let others = 1; others < 8; others++) {
        const { columns, rows, floating } = tileLayout(others, stage)
        const [width, height] = [stage.width / columns, stage.height / rows]

        // at least a picture of the smallest size, and what is below it
        expect(floating && height / 2 - 2.7 < SELF_TILE.height && width / 2 - 8 < SELF_TILE.width, `${others} in ${width} × ${height}`).to.equal(false)
      }
    }
  })

  it('are in the middle of the last row, if it is incomplete', () => {
    const tracks = (count: number, columns: number): number[] => Array.from({ length: count }, (_, index) => firstTrack(index, count, columns))

    expect(tracks(4, 2)).to.deep.equal([1, 3, 1, 3])
    expect(tracks(5, 3)).to.deep.equal([1, 3, 5, 2, 4])
    expect(tracks(7, 3)).to.deep.equal([1, 3, 5, 1, 3, 5, 3])
  })
})
