import { expect } from 'aegir/chai'
import { EchoWarning } from '../../src/cli/call/echo-warning.ts'

describe('the warning of an echo', () => {
  it('comes once, when both a microphone and speakers are open', () => {
    const shown: string[] = []
    const call = new EventTarget()
    const warning = new EchoWarning({ statusInterval: 1, show: event => { shown.push(event.type) }, close: () => {} })
    const open = (kind: string, track: unknown): void => { call.dispatchEvent(new CustomEvent('microphone', { detail: { kind, track } })) }
    warning.attach(call as any)

    warning.onSpeakers()
    open('wav', {})
    open('mic', undefined)
    expect(shown).to.deep.equal([])
    open('mic', {})
    open('mic', {})
    expect(shown).to.deep.equal(['problem'])
  })
})
