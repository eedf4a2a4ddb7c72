import { expect } from 'aegir/chai'
import { SafeEventEmitter } from '../src/safe-event-emitter.ts'
import { captureLogs } from './fixtures/capture-logs.ts'

interface Events {
  news: CustomEvent<string>
}

describe('an emitter with failing listeners', () => {
  let logged: string[]
  let emitter: SafeEventEmitter<Events>
  let received: string[]

  const receive = ({ detail }: CustomEvent<string>): void => { received.push(detail) }

  beforeEach(() => {
    logged = []
    received = []
    emitter = new SafeEventEmitter<Events>(captureLogs(logged).forComponent('test'))
  })

  const failing = [
    ['throws', () => { throw new Error('broken') }],
    ['rejects', async () => { throw new Error('broken') }],
    ['is an object whose method throws', { handleEvent: () => { throw new Error('broken') } }]
  ] as const

  // an exception or a rejection that reaches the process fails the test that caused it
  failing.forEach(([what, listener]) => {
    it(`a listener that ${what} is logged once for each event, and the others run`, async () => {
      emitter.addEventListener('news', listener)
      emitter.addEventListener('news', receive)
      emitter.safeDispatchEvent('news', { detail: 'first' })
      emitter.safeDispatchEvent('news', { detail: 'second' })
      await new Promise(setImmediate)

      expect(received).to.deep.equal(['first', 'second'])
      expect(logged).to.have.lengthOf(2)
      expect(logged[0]).to.include('listener of %s failed').and.to.include('news').and.to.include('broken')
    })
  })

  it('calls a listener that was added twice once', () => {
    emitter.addEventListener('news', receive)
    emitter.addEventListener('news', receive)
    emitter.safeDispatchEvent('news', { detail: 'first' })

    expect(received).to.deep.equal(['first'])
  })

  it('no longer calls a removed listener', () => {
    emitter.addEventListener('news', receive)
    emitter.removeEventListener('news', receive)
    emitter.safeDispatchEvent('news', { detail: 'first' })

    expect(received).to.deep.equal([])
    expect(emitter.listenerCount('news')).to.equal(0)
  })

  it('calls a listener with `once` once, and lets it be added again', () => {
    emitter.addEventListener('news', receive, { once: true })
    emitter.safeDispatchEvent('news', { detail: 'first' })
    emitter.safeDispatchEvent('news', { detail: 'second' })
    expect(emitter.listenerCount('news')).to.equal(0)

    emitter.addEventListener('news', receive, { once: true })
    emitter.safeDispatchEvent('news', { detail: 'third' })
    expect(received).to.deep.equal(['first', 'third'])
  })

  it('no longer calls a listener whose signal was aborted', () => {
    const controller = new AbortController()
    emitter.addEventListener('news', receive, { signal: controller.signal })
    controller.abort()
    emitter.safeDispatchEvent('news', { detail: 'first' })

    expect(received).to.deep.equal([])
    expect(emitter.listenerCount('news')).to.equal(0)
  })
})
