/**
 * Filters a voice on a browser's audio thread. Built into a file without imports, see
 * scripts/voice-assets.ts.
 */

import { FRAME_SAMPLES } from '../frame.ts'
import { NoiseFilter } from './noise-filter.ts'
import { VoiceChain } from './voice-chain.ts'
import type { FromVoiceWorklet, ToVoiceWorklet } from './messages.ts'

/** What a worklet has, of which TypeScript's types of pages know nothing */
interface WorkletScope {
  AudioWorkletProcessor: new () => { readonly port: MessagePort }
  registerProcessor(name: string, processor: new () => object): void
}

const { AudioWorkletProcessor, registerProcessor } = globalThis as unknown as WorkletScope

/** Frames between two messages about the level, 50 ms */
const LEVEL_FRAMES = 5

/** Collects a browser's blocks of 128 samples into frames of 10 ms, and passes them on in blocks */
class VoiceProcessor extends AudioWorkletProcessor {
  private readonly chain = new VoiceChain()
  private readonly frame = new Float32Array(FRAME_SAMPLES)
  private filled = 0
  /** A frame of silence first: a block isn't complete before the next frame is */
  private ready = [...new Float32Array(FRAME_SAMPLES)]
  private level = -Infinity
  private measured = 0

  constructor () {
    super()
    this.port.onmessage = ({ data }: MessageEvent<ToVoiceWorklet>) => {
      this.onMessage(data).catch((err: Error) => { this.send({ type: 'failed', problem: err.message }) })
    }
  }

  process ([[input]]: Float32Array[][], [[output]]: Float32Array[][]): boolean {
    // a muted track delivers no input
    for (let i = 0; i < output.length; i++) {
      this.frame[this.filled++] = input?.[i] ?? 0

      if (this.filled === FRAME_SAMPLES) {
        this.ready.push(...this.chain.process(this.frame.slice()))
        this.measure()
        this.filled = 0
      }
    }

    output.set(this.ready.splice(0, output.length))

    return true
  }

  private measure (): void {
    this.level = Math.max(this.level, this.chain.level)

    if (++this.measured === LEVEL_FRAMES) {
      this.send({ type: 'level', level: this.level, open: this.chain.open })
      this.level = -Infinity
      this.measured = 0
    }
  }

  private async onMessage (message: ToVoiceWorklet): Promise<void> {
    if (message.type === 'activation') {
      this.chain.setActivation(message.threshold)
    } else {
      this.chain.noise = message.wasm == null ? undefined : await NoiseFilter.create(message.wasm)
      this.send({ type: 'ready' })
    }
  }

  private send (message: FromVoiceWorklet): void {
    this.port.postMessage(message)
  }
}

registerProcessor('groupcall-voice', VoiceProcessor)
