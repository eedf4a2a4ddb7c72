import { VoiceFilterError } from '../errors.ts'
import { SAMPLE_RATE } from '../frame.ts'
import { VOICE_ASSETS } from './voice-assets.browser.ts'
import type { FromVoiceWorklet, ToVoiceWorklet } from './messages.ts'
import type { VoiceFilters } from './voice-filters.ts'

/** ms that a browser may take to compile RNNoise: a phone takes less than one second */
const READY_TIMEOUT = 15_000

/** Filters a track with Web Audio */
export class VoiceGraph {
  /** The filtered voice */
  readonly track: MediaStreamTrack
  /** What is compared with the threshold, in dBFS */
  level = -Infinity
  /** False while the voice is too quiet to be sent */
  open = true

  private readonly context: AudioContext
  private readonly node: AudioWorkletNode
  private readonly onChange: () => void
  private noiseSuppression = false
  private settled?: PromiseWithResolvers<void>

  private constructor (context: AudioContext, source: MediaStreamTrack, onChange: () => void) {
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount: 1 })

    this.context = context
    this.onChange = onChange
    this.node = new AudioWorkletNode(context, 'groupcall-voice', { outputChannelCount: [1], channelCount: 1, channelCountMode: 'explicit' })
    this.node.port.onmessage = ({ data }: MessageEvent<FromVoiceWorklet>) => { this.onMessage(data) }
    context.createMediaStreamSource(new MediaStream([source])).connect(this.node).connect(destination)
    this.track = destination.stream.getAudioTracks()[0]
  }

  /**
   * @param source - the track to filter
   * @param filters - what to do with it
   * @param onChange - called when the voice begins or ceases to be sent
   * @throws {VoiceFilterError}
   */
  static async create (source: MediaStreamTrack, filters: VoiceFilters, onChange: () => void): Promise<VoiceGraph> {
    // RNNoise knows this rate only
    const context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' })

    try {
      await context.audioWorklet.addModule(VOICE_ASSETS.worklet)
      const graph = new VoiceGraph(context, source, onChange)
      await graph.setFilters(filters)
      await context.resume()

      return graph
    } catch (err: any) {
      await context.close()
      throw err instanceof VoiceFilterError ? err : new VoiceFilterError(`This browser can't filter the microphone: ${String(err.message)}`, { cause: err })
    }
  }

  /**
   * Applies other filters from now on
   *
   * @throws {VoiceFilterError} if noise can't be suppressed
   */
  async setFilters ({ activation, noiseSuppression = false }: VoiceFilters): Promise<void> {
    this.send({ type: 'activation', threshold: activation })

    if (activation == null) {
      this.open = true
    }

    if (this.noiseSuppression !== noiseSuppression) {
      await this.setNoise(noiseSuppression ? await loadNoise() : undefined)
      this.noiseSuppression = noiseSuppression
    }
  }

  /** Idempotent */
  async stop (): Promise<void> {
    this.track.stop()

    if (this.context.state !== 'closed') {
      await this.context.close()
    }
  }

  private async setNoise (wasm?: Uint8Array): Promise<void> {
    const settled = Promise.withResolvers<void>()
    const timer = setTimeout(() => { settled.reject(new VoiceFilterError('Noise suppression doesn\'t start')) }, READY_TIMEOUT)

    this.settled = settled
    this.send({ type: 'noise', wasm })

    try {
      await settled.promise
    } finally {
      clearTimeout(timer)
    }
  }

  private onMessage (message: FromVoiceWorklet): void {
    if (message.type === 'ready') {
      this.settled?.resolve()
    } else if (message.type === 'failed') {
      this.settled?.reject(new VoiceFilterError(`This page can't suppress noise: ${message.problem}`))
    } else {
      const changed = message.open !== this.open
      this.level = message.level
      this.open = message.open

      if (changed) {
        this.onChange()
      }
    }
  }

  private send (message: ToVoiceWorklet): void {
    this.node.port.postMessage(message)
  }
}

async function loadNoise (): Promise<Uint8Array> {
  const response = await fetch(VOICE_ASSETS.noise)

  if (!response.ok) {
    throw new VoiceFilterError(`Noise suppression can't be loaded: the host answers ${response.status}`)
  }

  return new Uint8Array(await response.arrayBuffer())
}
