/** What a key of the terminal does; `interrupt` is Ctrl-C, which raw mode does not make a signal */
export type KeyHandlers = Record<string, () => void> & { interrupt(): void }

const CTRL_C = '\u0003'

/**
 * Hear single keys of the terminal, if there is one. The terminal's mode is given
 * back by the function that is returned, and in any case when the process ends.
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
