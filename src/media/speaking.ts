import { FRAME_MS } from './frame.ts'

/** A level (linear, 0 to 1) that counts as speech: -40 dBFS */
export const SPEAKING_LEVEL = 0.01

/** A level that counts as silence: -46 dBFS. Between the two, nothing changes */
export const SILENT_LEVEL = 0.005

/** How long it must be loud to count as speech, in ms: longer than a click */
export const SPEAKING_AFTER = 30

/** How long it must be quiet to count as silence, in ms: longer than the gap between two words */
export const SILENT_AFTER = 400

/** Whether there is speech, and what the next decision needs */
export interface SpeakingState {
  readonly speaking: boolean

  /** How long the level has contradicted `speaking`, in ms */
  readonly contrary: number
}

/** The initial state */
export const SILENT: SpeakingState = { speaking: false, contrary: 0 }

/**
 * Decides, with hysteresis in level and time, whether there is speech after another
 * `duration` ms at this level (linear, 0 to 1)
 */
export function nextSpeaking (state: SpeakingState, level: number, duration = FRAME_MS): SpeakingState {
  const contradicts = state.speaking ? level < SILENT_LEVEL : level >= SPEAKING_LEVEL

  if (!contradicts) {
    return state.contrary === 0 ? state : { speaking: state.speaking, contrary: 0 }
  }

  const contrary = state.contrary + duration

  if (contrary >= (state.speaking ? SILENT_AFTER : SPEAKING_AFTER)) {
    return { speaking: !state.speaking, contrary: 0 }
  }

  return { speaking: state.speaking, contrary }
}
