import { createLogUpdate } from 'log-update'

/** A part at the bottom of the terminal that is drawn anew; lines above it stay */
export interface Live {
  /** Draw the part at the bottom; nothing where there is no terminal */
  draw(text: string): void
  /** A line that stays */
  line(text: string): void
  /** What was drawn last stays. Harmless when done twice */
  close(): void
}

/** Draws on standard output, if that is a terminal; else lines only */
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
        // log-update 7.2 leaves lines behind that moved, so these are drawn from nothing
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
