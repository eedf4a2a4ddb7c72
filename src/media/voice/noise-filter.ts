// @ts-expect-error the package has no types
import createModule from '@jitsi/rnnoise-wasm/dist/rnnoise.js'
import { FRAME_SAMPLES, FULL_SCALE } from '../frame.ts'

/** What we use of the package; pointers are numbers */
interface Module {
  HEAPF32: Float32Array
  _malloc(bytes: number): number
  _rnnoise_create(model: number): number
  _rnnoise_process_frame(state: number, output: number, input: number): number
}

const FRAME_BYTES = FRAME_SAMPLES * Float32Array.BYTES_PER_ELEMENT

/** Removes noise from a voice with RNNoise, 10 ms later */
export class NoiseFilter {
  private readonly module: Module
  private readonly state: number
  private readonly buffer: number

  private constructor (module: Module) {
    this.module = module
    this.state = module._rnnoise_create(0)
    this.buffer = module._malloc(FRAME_BYTES)
  }

  /**
   * @param wasm - the package's `rnnoise.wasm`
   * @throws {Error} if WebAssembly is missing or not allowed
   */
  static async create (wasm: Uint8Array): Promise<NoiseFilter> {
    return new NoiseFilter(await createModule({ wasmBinary: wasm, print: () => {}, printErr: () => {} }))
  }

  /** Takes 10 ms, samples from -1 to 1, and returns the 10 ms before, cleaned */
  process (frame: Float32Array): Float32Array {
    const { buffer, module, state } = this
    const at = buffer / Float32Array.BYTES_PER_ELEMENT

    // RNNoise was trained on 16-bit samples
    module.HEAPF32.set(frame.map(sample => sample * FULL_SCALE), at)
    module._rnnoise_process_frame(state, buffer, buffer)

    return module.HEAPF32.slice(at, at + FRAME_SAMPLES).map(sample => sample / FULL_SCALE)
  }
}
