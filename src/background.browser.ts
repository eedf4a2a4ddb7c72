/** Browser twin of `background.ts`: timers of a hidden page come once a second, or less often */
export function inBackground (): boolean {
  return globalThis.document?.visibilityState === 'hidden'
}
