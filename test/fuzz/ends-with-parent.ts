/**
 * A thread beside a decoder: one that hangs for good would otherwise spin on when the
 * tests are killed, since it hears nothing of that
 */

/** ms between two looks at whether the parent is there */
const INTERVAL = 1_000

const { ppid } = process

setInterval(() => {
  if (process.ppid !== ppid) {
    process.kill(process.pid, 'SIGKILL')
  }
}, INTERVAL)
