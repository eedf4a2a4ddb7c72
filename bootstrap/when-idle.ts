import { Socket } from 'node:net'

/** ms between two looks */
const INTERVAL = 100

/**
 * Calls `callback` as soon as Node knows of nothing that keeps the process alive, such as a
 * timer or a socket. It doesn't know of native threads, and of computations in the
 * background only when they end, so this is no reason to end the process.
 */
export function whenIdle (callback: () => void): void {
  const timer = setInterval(() => {
    if (isIdle()) {
      clearInterval(timer)
      callback()
    }
  }, INTERVAL)

  // whatever else is alive gives it time
  timer.unref()
}

function isIdle (): boolean {
  const { stdin, stdout, stderr } = process
  const active = process.getActiveResourcesInfo()
  const streams = active.filter(name => name === 'PipeWrap' || name === 'TTYWrap').length
  const isRead = stdin.readableFlowing === true || stdin.listenerCount('readable') > 0

  // these are listed, although they keep nothing alive unless they are read
  return !isRead && active.length === streams && streams <= [stdin, stdout, stderr].filter(stream => stream instanceof Socket).length
}
