/** Returns the time in ms since the Unix epoch, to the microsecond: pages and processes of one machine agree */
export function epochNow (): number {
  return performance.timeOrigin + performance.now()
}
