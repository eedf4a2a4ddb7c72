import { Socket } from 'node:net'

/** ms between two looks */
const INTERVAL = 100

const waiting = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

/**
 * Calls `callback` as soon as nothing that Node knows of, such as a timer or a socket, keeps
 * the process alive. Node doesn't know of native threads, and learns of work in the background
 * only when it is done: don't end the process because of this call.
 */
export function whenIdle (callback: () => void): void {
  waiting.add(callback)
  timer ??= setInterval(look, INTERVAL)
  // whatever else is alive gives it time
  timer.unref()
}

function look (): void {
  if (isIdle()) {
    clearInterval(timer)
    timer = undefined
    const callbacks = [...waiting]
    waiting.clear()
    callbacks.forEach(callback => { callback() })
  }
}

function isIdle (): boolean {
  const { stdin, stdout, stderr } = process
  const active = process.getActiveResourcesInfo()
  const streams = active.filter(name => name === 'PipeWrap' || name === 'TTYWrap').length
  const isRead = stdin.readableFlowing === true || stdin.listenerCount('readable') > 0

  // these are listed, although they keep nothing alive unless they are read
  return !isRead && active.length === streams && streams <= [stdin, stdout, stderr].filter(stream => stream instanceof Socket).length
}
