/** Messages to the worklet that filters a voice */
export type ToVoiceWorklet =
  /** The package's `rnnoise.wasm`, to suppress noise from now on; `undefined` to stop */
  { type: 'noise', wasm?: Uint8Array } |
  /** Level above which the voice is sent, in dBFS; `undefined` sends it always */
  { type: 'activation', threshold?: number }

/** Messages from the worklet that filters a voice */
export type FromVoiceWorklet =
  /** Noise is suppressed or not, as asked */
  { type: 'ready' } |
  /** Noise can't be suppressed; the text comes from the browser */
  { type: 'failed', problem: string } |
  /** The level that is compared with the threshold, in dBFS, and whether the voice is sent */
  { type: 'level', level: number, open: boolean }
