import { InvalidParametersError } from '@libp2p/interface'
import { expect } from 'aegir/chai'
import { parseAudioSpec } from '../../src/media/index.ts'

describe('an audio source on the command line', () => {
  for (const [text, spec] of [
    ['mic', { kind: 'mic' }],
    ['none', { kind: 'none' }],
    ['-', { kind: 'raw' }],
    ['tone', { kind: 'tone', hz: 440 }],
    ['tone:1000', { kind: 'tone', hz: 1_000 }],
    ['a/b c.wav', { kind: 'wav', path: 'a/b c.wav' }],
    ['LOUD.WAV', { kind: 'wav', path: 'LOUD.WAV' }],
    ['long.w64', { kind: 'wav', path: 'long.w64' }],
    ['long.rf64', { kind: 'wav', path: 'long.rf64' }]
  ] as Array<[string, object]>) {
    it(`"${text}" is accepted`, () => {
      expect(parseAudioSpec(text)).to.deep.equal(spec)
    })
  }

  for (const text of ['', 'micro', 'tone:', 'tone:x', 'tone:0', 'tone:99999', '--']) {
    it(`"${text}" is refused, with the forms that are accepted`, () => {
      expect(() => parseAudioSpec(text)).to.throw(InvalidParametersError, text.startsWith('tone') ? 'tone:440' : 'FILE.wav')
    })
  }

  for (const text of ['song.mp3', 'a/b.FLAC', 'voice.opus', 'holiday.mp4']) {
    it(`"${text}" is refused, with the command that converts it`, () => {
      expect(() => parseAudioSpec(text)).to.throw(InvalidParametersError, 'ffmpeg -i')
    })
  }
})
