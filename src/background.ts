/** Returns whether the platform makes timers late on purpose. Node does that to no process */
export function inBackground (): boolean {
  return false
}
