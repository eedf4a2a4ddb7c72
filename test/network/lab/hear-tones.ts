/** Runs in a page with a `Probe`, so it can't use anything from outside. Returns the ms since each tone was last heard */
export function hearTones (tones: number[]): Array<[hz: number, silentFor: number]> {
  /** dB at a tone: between a quarter of full scale and the traces that a codec leaves */
  const threshold = -40
  /** Samples: tones at least 50 Hz apart are told apart */
  const window = 8_192

  const scope = globalThis as any
  scope.tones ??= { context: new AudioContext(), analysers: new Map<MediaStreamTrack, AnalyserNode>(), heardAt: new Map<number, number>() }
  const { context, analysers, heardAt }: { context: AudioContext, analysers: Map<MediaStreamTrack, AnalyserNode>, heardAt: Map<number, number> } = scope.tones
  const tracks: MediaStreamTrack[] = scope.probe.connections
    .filter(({ connectionState }: RTCPeerConnection) => connectionState !== 'closed')
    .flatMap((connection: RTCPeerConnection) => connection.getReceivers().map(({ track }) => track))
    .filter(({ kind, readyState }: MediaStreamTrack) => kind === 'audio' && readyState === 'live')

  for (const [track, analyser] of analysers) {
    if (!tracks.includes(track)) {
      analyser.disconnect()
      analysers.delete(track)
    }
  }

  for (const track of tracks) {
    if (!analysers.has(track)) {
      const analyser = new AnalyserNode(context, { fftSize: window, smoothingTimeConstant: 0 })
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
      analysers.set(track, analyser)
    }
  }

  for (const analyser of analysers.values()) {
    const spectrum = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(spectrum)

    for (const hz of tones) {
      if (spectrum[Math.round(hz * window / context.sampleRate)] > threshold) {
        heardAt.set(hz, performance.now())
      }
    }
  }

  return [...heardAt].map(([hz, at]) => [hz, Math.round(performance.now() - at)])
}
