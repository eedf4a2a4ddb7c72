/** A source of audio that is fed with samples */
export interface AudioSource {
  /** Creates a track that carries what is pushed */
  createTrack(): MediaStreamTrack

  /**
   * Sends 10 ms: 480 signed 16-bit samples, 48 kHz mono. They are copied
   *
   * @throws {TypeError} if it is anything else
   */
  push(samples: Int16Array): void
}

/** What an {@link AudioSink} provides every 10 ms */
export interface AudioSinkData {
  /** Signed 16-bit samples, channels interleaved */
  samples: Int16Array

  /** In Hz; as decoded from the sender's codec, usually 48,000 */
  sampleRate: number

  /** 1, or 2 if the sender has negotiated stereo */
  channelCount: number

  /** Samples per channel */
  numberOfFrames: number
}

/** A listener to a track */
export interface AudioSink {
  /** Stops listening; idempotent */
  stop(): void
}
