import { createLogUpdate } from 'log-update'
import { countRows, DEFAULT_COLUMNS, wrapLines } from './wrap.ts'

/** A region at the bottom of the terminal that is redrawn; the lines above it stay */
export interface Live {
  /** Redraws the region; does nothing without a terminal */
  draw(text: string): void
  /** Prints a line that stays */
  line(text: string): void
  /** Leaves the last drawing on the screen. Idempotent */
  close(): void
}

/** Draws on standard output if it is a terminal; otherwise prints only lines */
export function createLive (stream: NodeJS.WriteStream = process.stdout): Live {
  if (!stream.isTTY) {
    return {
      draw: () => {},
      line: text => { stream.write(`${text}\n`) },
      close: () => {}
    }
  }

  const update = createLogUpdate(stream)
  let drawn = ''
  let drawnColumns = 0
  let open = true

  const columns = (): number => stream.columns ?? DEFAULT_COLUMNS

  const clear = (): void => {
    // a terminal that became narrower has broken the lines again, which log-update doesn't count
    const more = drawn === '' || drawnColumns === 0 ? 0 : countRows(drawn, columns()) - countRows(drawn, drawnColumns)

    update.clear()

    if (more > 0) {
      stream.write(`\x1b[${more}A\x1b[J`)
    }
  }

  return {
    draw: text => {
      if (open) {
        const width = columns()
        const wrapped = wrapLines(text, width)

        // log-update 7.2 leaves moved lines behind, so draw from scratch
        if (width !== drawnColumns || countLines(wrapped) !== countLines(drawn)) {
          clear()
        }

        drawn = wrapped
        drawnColumns = width
        update(wrapped)
      }
    },
    line: text => {
      if (drawn !== '') {
        clear()
      }

      stream.write(`${text}\n`)

      if (drawn !== '' && open) {
        drawn = wrapLines(drawn, columns())
        drawnColumns = columns()
        update(drawn)
      }
    },
    close: () => {
      if (open) {
        open = false
        update.done()
        drawn = ''
      }
    }
  }
}

function countLines (text: string): number {
  return text.split('\n').length
}
