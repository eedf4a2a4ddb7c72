import { expect } from 'aegir/chai'
import { isCallTransition } from '../../src/mesh/index.ts'
import { createFakeMesh } from '../fixtures/fake-mesh.ts'
import type { CallState } from '../../src/mesh/index.ts'

const STATES: CallState[] = ['idle', 'joining', 'active', 'leaving', 'ended']
const ALLOWED = ['idle joining', 'idle ended', 'joining active', 'joining leaving', 'joining ended', 'active leaving', 'leaving ended']

describe('the state of a call', () => {
  for (const from of STATES) {
    for (const to of STATES) {
      const allowed = ALLOWED.includes(`${from} ${to}`)

      it(`${allowed ? 'can' : 'can\'t'} go from ${from} to ${to}`, () => {
        expect(isCallTransition(from, to)).to.equal(allowed)
      })
    }
  }

  for (const [what, participants, expected] of [
    ['that is started', undefined, ['joining', 'active', 'leaving', 'ended']],
    ['that is joined alone', [], ['joining', 'active', 'leaving', 'ended']],
    ['that is left before a link is connected', ['1'.repeat(64)], ['joining', 'leaving', 'ended']]
  ] as Array<[string, string[] | undefined, CallState[]]>) {
    it(`${what} changes with an event for each step`, async () => {
      const { mesh } = createFakeMesh('2'.repeat(64))
      const states: CallState[] = []
      mesh.addEventListener('state', ({ detail }) => { states.push(detail) })
      await (participants == null ? mesh.startCall('call') : mesh.joinCall('call', participants))
      await Promise.all([mesh.leaveCall(), mesh.leaveCall()])

      expect(states).to.deep.equal(expected)
    })
  }
})
