import { defaultLogger } from '@libp2p/logger'
import { expect } from 'aegir/chai'
import { Participants } from '../../src/call/protocol/participants.ts'
import { Voices } from '../../src/call/voices.ts'
import { createAudioSource } from '../../src/webrtc/index.ts'
import { keyOf, presenceOf } from './fixtures/protocol-bus.ts'
import type { ParticipantRecord } from '../../src/call/protocol/participants.ts'

const ADA = keyOf('a')

describe('the voice of a participant', () => {
  let happened: string[]
  let participants: Participants
  let voices: Voices
  let ada: ParticipantRecord
  let track: MediaStreamTrack

  beforeEach(() => {
    happened = []
    participants = new Participants()
    ada = participants.add(presenceOf(ADA), { met: true, introducible: true, knows: [] })
    track = createAudioSource().createTrack()
    voices = new Voices({
      participants,
      mesh: {
        carry: (to, audio) => { happened.push(`carry ${audio.length} to ${to[0]}`) },
        withhold: () => { happened.push('withhold') },
        release: () => { happened.push('release') }
      },
      emit: event => { happened.push(event) },
      log: defaultLogger().forComponent('test')
    })
  })

  afterEach(() => { voices.stop() })

  it('is heard as soon as its track comes', () => {
    voices.onTrack(ADA, track)

    expect(ada.audio?.track).to.equal(track)
    expect(happened).to.deep.equal(['track'])
  })

  it('is neither heard nor answered while the participant is held, until it is released', () => {
    ada.onHold = true
    voices.hold(ADA)
    voices.onTrack(ADA, track)

    expect(ada.audio).to.equal(undefined)
    expect(happened).to.deep.equal(['withhold'])

    ada.onHold = false
    voices.release(ADA)
    expect(ada.audio?.track).to.equal(track)
    expect(happened).to.deep.equal(['withhold', 'release', 'track'])
  })

  it('stops at once when the participant is held while it speaks', () => {
    voices.onTrack(ADA, track)
    const audio = ada.audio
    let stopped = false
    Object.assign(audio as object, { stop: () => { stopped = true } })
    Object.assign(ada, { onHold: true, speaking: true })
    voices.hold(ADA)

    expect(stopped).to.equal(true)
    expect(ada).to.include({ audio: undefined, speaking: false })
    voices.release(ADA)
    expect(ada.audio?.track).to.equal(track)
  })

  it('is carried, from whichever track it comes, and not once the participant is gone', () => {
    voices.carry(keyOf('b'), [ADA])
    voices.onTrack(ADA, track)
    voices.onTrack(ADA, createAudioSource().createTrack())
    voices.carry(keyOf('b'), [])

    expect(happened).to.deep.equal(['carry 0 to b', 'carry 1 to b', 'track', 'carry 1 to b', 'track', 'carry 0 to b'])
  })

  it('is not kept when the participant leaves while it is held', () => {
    ada.onHold = true
    voices.onTrack(ADA, track)
    participants.remove(ADA)
    voices.remove(ada)
    ada = participants.add(presenceOf(ADA, '2'), { met: true, introducible: true, knows: [] })
    voices.release(ADA)

    expect(ada.audio).to.equal(undefined)
  })
})
