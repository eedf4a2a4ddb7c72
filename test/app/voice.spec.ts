import { expect } from 'aegir/chai'
import sinon from 'sinon'
import { Voice } from '../../src/app/session/voice.ts'
import { ListenOnlyMicrophone } from '../../src/index.ts'
import { until } from '../fixtures/until.ts'
import { screen } from './fixtures/state.ts'
import type { VoiceEngine } from '../../src/app/session/voice.ts'
import type { Microphone } from '../../src/index.ts'

describe('the user\'s voice in a page', () => {
  /** What the browser has been asked for, oldest first */
  let asked: Array<PromiseWithResolvers<Microphone>>
  let voice: Voice

  beforeEach(async () => {
    asked = []
    const engine: VoiceEngine = {
      ListenOnlyMicrophone,
      openSpeakers: async () => ({ reason: 'none here' }),
      openMicrophone: async () => {
        const answer = Promise.withResolvers<Microphone>()
        asked.push(answer)

        return answer.promise
      }
    }
    voice = new Voice({ devices: { state: screen().devices, refresh: () => {} }, onChange: () => {}, onProblem: () => {} })
    await voice.start(engine)
  })

  it('asks for the microphone once, even if the user joins before answering', async () => {
    const handedOver = voice.handOver()
    const microphone = createMicrophone()
    asked[0].resolve(microphone)

    expect(await handedOver).to.equal(microphone)
    expect(asked).to.have.lengthOf(1)
  })

  it('goes into a call with the microphone that was chosen last', async () => {
    const handedOver = voice.handOver()
    const chosen = voice.reopen()
    const [first, second] = [createMicrophone(), createMicrophone()]
    asked[1].resolve(second)
    asked[0].resolve(first)
    await chosen

    expect(await handedOver).to.equal(second)
    expect(first.stop.calledOnce).to.equal(true)
  })

  it('doesn\'t wait for the answer of a user who leaves', async () => {
    const leaving = new AbortController()
    const handedOver = voice.handOver({ signal: leaving.signal })
    leaving.abort(new Error('left'))

    await expect(handedOver).to.be.rejectedWith('left')
  })

  it('releases a microphone that opens after the end of the call', async () => {
    const microphone = createMicrophone()
    const opened = voice.reopen()
    voice.leaveCall()
    asked[1].resolve(microphone)
    await opened

    expect(microphone.stop.calledOnce).to.equal(true)
    expect(voice.state.level).to.equal(0)
  })

  it('stays silent when another microphone opens while the user is muted', async () => {
    const microphone = createMicrophone()
    voice.toggleMute()
    const opened = voice.reopen()
    asked[1].resolve(microphone)
    await opened

    expect(microphone.muted).to.equal(true)
  })

  it('is heard or muted while a key is held, and then as before', () => {
    const muted = (hold: (held: boolean) => void): boolean[] => [true, true, false, false].map(held => {
      hold(held)

      return voice.state.muted
    })
    const [talk, mute] = [(held: boolean) => { voice.holdToTalk(held) }, (held: boolean) => { voice.holdToMute(held) }]

    expect([muted(talk), muted(mute)]).to.deep.equal([[false, false, false, false], [true, true, false, false]])
    voice.toggleMute()
    expect([muted(talk), muted(mute)]).to.deep.equal([[false, false, true, true], [true, true, true, true]])
  })

  it('stays as the user has chosen while a key is held', () => {
    voice.holdToMute(true)
    voice.toggleMute()
    expect(voice.state).to.include({ muted: false, held: false })
    voice.holdToMute(false)
    expect(voice.state.muted).to.equal(false)
  })

  it('releases and re-opens a microphone that the browser processes in only one way', async () => {
    const [before, shared, after] = [createMicrophone(false), createMicrophone(false), createMicrophone(true)]
    asked[0].resolve(before)
    await voice.handOver()
    const opened = voice.reopen()
    asked[1].resolve(shared)
    await until('the browser to be asked a third time', () => asked.length === 3)

    expect([before.stop.called, shared.stop.called]).to.deep.equal([true, true])
    asked[2].resolve(after)
    await opened
    expect(await voice.handOver()).to.equal(after)
    expect(after.stop.called).to.equal(false)
  })
})

/** With a track, if it is said whether that one is processed */
function createMicrophone (processed?: boolean): Microphone & { stop: sinon.SinonSpy } {
  const microphone = new ListenOnlyMicrophone('a test\'s', 'mic')
  const track = processed == null ? undefined : { getSettings: () => ({ echoCancellation: processed }) }

  return Object.assign(microphone, { track, stop: sinon.spy(async () => {}) }) as any
}
