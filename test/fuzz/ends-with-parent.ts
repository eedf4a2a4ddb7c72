/**
 * A thread that ends the process with its parent: a decoder that hangs wouldn't notice
 * that the tests were killed, and would go on forever
 */

/** ms between two checks that the parent is alive */
const INTERVAL = 1_000

const { ppid } = process

setInterval(() => {
  if (process.ppid !== ppid) {
    process.kill(process.pid, 'SIGKILL')
  }
}, INTERVAL)
