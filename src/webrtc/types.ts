/** A source of audio that is fed by hand */
export interface AudioSource {
  /** A new track that carries what is pushed */
  createTrack(): MediaStreamTrack

  /**
   * Send 10 ms: 480 signed 16-bit samples, 48 kHz mono. They are copied
   *
   * @throws {TypeError} when it is anything else
   */
  push(samples: Int16Array): void
}

/** What an {@link AudioSink} gives each 10 ms */
export interface AudioSinkData {
  /** Signed 16-bit samples, channels interleaved */
  samples: Int16Array

  /** In Hz; what the sender's codec decodes to, usually 48,000 */
  sampleRate: number

  /** 1, or 2 when the sender has negotiated stereo */
  channelCount: number

  /** Samples per channel */
  numberOfFrames: number
}

/** Something that listens to a track */
export interface AudioSink {
  /** Listen no longer. Calling it twice is harmless */
  stop(): void
}
