import { FRAME_MS } from './frame.ts'

/** A level (linear, 0 to 1) that counts as speech: -40 dBFS */
export const SPEAKING_LEVEL = 0.01

/** A level that counts as silence: -46 dBFS. Between the two nothing changes */
export const SILENT_LEVEL = 0.005

/** How long it must be loud before it is speech, in ms: longer than a click */
export const SPEAKING_AFTER = 30

/** How long it must be quiet before speech has ended, in ms: longer than the gap between two words */
export const SILENT_AFTER = 400

/** Whether somebody speaks, with what it takes to decide so again */
export interface SpeakingState {
  readonly speaking: boolean

  /** For how long the level has contradicted `speaking`, in ms */
  readonly contrary: number
}

/** Nobody speaks */
export const SILENT: SpeakingState = { speaking: false, contrary: 0 }

/**
 * Decide, with hysteresis in level and in time, whether somebody speaks after
 * `duration` ms more at this level (linear, 0 to 1).
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
