/** Actions of the terminal's keys; `interrupt` is Ctrl-C, which isn't a signal in raw mode */
export type KeyHandlers = Record<string, () => void> & { interrupt(): void }

const CTRL_C = '\u0003'

/**
 * Listens for single keys of the terminal, if there is one. The returned function
 * restores the terminal's mode, and so does the end of the process.
 */
export function listenForKeys (handlers: KeyHandlers): () => void {
  const { stdin } = process

  if (!stdin.isTTY || !process.stdout.isTTY) {
    return () => {}
  }

  const onData = (data: Buffer): void => {
    for (const key of data.toString()) {
      if (key === CTRL_C) {
        handlers.interrupt()
      } else if (key !== 'interrupt' && Object.hasOwn(handlers, key.toLowerCase())) {
        handlers[key.toLowerCase()]()
      }
    }
  }

  const restore = (): void => {
    stdin.off('data', onData)
    process.off('exit', restore)
    stdin.setRawMode(false)
    stdin.pause()
  }

  stdin.setRawMode(true)
  stdin.resume()
  stdin.on('data', onData)
  process.on('exit', restore)

  return restore
}
