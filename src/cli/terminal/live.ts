import { createLogUpdate } from 'log-update'

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
  let open = true

  return {
    draw: text => {
      if (open) {
        // log-update 7.2 leaves moved lines behind, so draw from scratch
        if (countLines(text) !== countLines(drawn)) {
          update.clear()
        }

        drawn = text
        update(text)
      }
    },
    line: text => {
      if (drawn !== '') {
        update.clear()
      }

      stream.write(`${text}\n`)

      if (drawn !== '' && open) {
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
