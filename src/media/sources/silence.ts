import { silentFrame } from '../frame.ts'
import type { AudioInput } from './input.ts'

/** Endless silence: a track without sound */
export class SilenceInput implements AudioInput {
  read (): Int16Array {
    return silentFrame()
  }

  async stop (): Promise<void> {}
}
