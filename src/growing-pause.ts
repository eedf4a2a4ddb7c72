/**
 * Returns the ms to wait before something is tried again: the first pause, doubled each
 * time, up to the longest
 *
 * @param first - ms
 * @param longest - ms
 * @param times - how often it was doubled
 */
export function growingPause (first: number, longest: number, times: number): number {
  return Math.min(longest, first * 2 ** times)
}
