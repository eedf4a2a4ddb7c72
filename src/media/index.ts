/**
 * Audio input and output: the microphone, the speakers, recordings. Knows nothing
 * about calls, links or the network.
 */

export { listDevices } from './device/device-list.ts'
export { matchDevices } from './device/audio-device.ts'
export { AudioFileError, NoDeviceError, RecordingError, VoiceFilterError } from './errors.ts'
export { FrameClock, sharedClock } from './frame-clock.ts'
export { checkFrame, FRAME_MS, FRAME_SAMPLES, level, SAMPLE_RATE, silentFrame } from './frame.ts'
export { InputMicrophone } from './input-microphone.ts'
export { LevelMeter } from './level-meter.ts'
export { ListenOnlyMicrophone } from './microphone.ts'
export { openSpeakers } from './playback.ts'
export { AudioReceiver } from './receiver.ts'
export { WavRecorder } from './recorder.ts'
export { recordingName } from './recording-name.ts'
export { VoiceMix } from './voice-mix.ts'
export { checkAudio, FrameQueue, openMicrophone, parseAudioSpec } from './sources/index.ts'

export type { MicrophoneProblem } from './device-problem.ts'
export type { AudioDevice } from './device/audio-device.ts'
export type { ListDevicesInit } from './device/device-list.ts'
export type { DeviceChange } from './device/device-line.ts'
export type { DeviceChangeReason } from './device/next-device.ts'
export type { VoiceFilters } from './voice/voice-filters.ts'
export type { FrameClockInit } from './frame-clock.ts'
export type { InputMicrophoneInit } from './input-microphone.ts'
export type { Microphone, MicrophoneEvents, MicrophoneKind } from './microphone.ts'
export type { OpenSpeakersInit, Speakers, SpeakersEvents, SpeakersResult } from './playback.ts'
export type { AudioReceiverEvents, AudioReceiverInit, FrameListener } from './receiver.ts'
export type { WavRecorderInit } from './recorder.ts'
export type { AudioInput, AudioProcessing, AudioSpec, OpenMicrophoneInit } from './sources/index.ts'
