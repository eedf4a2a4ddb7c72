import { expect } from 'aegir/chai'
import { isCallTransition } from '../../src/mesh/index.ts'
import type { CallState } from '../../src/mesh/index.ts'

const STATES: CallState[] = ['idle', 'joining', 'active', 'leaving', 'ended']
const ALLOWED = ['idle joining', 'idle ended', 'joining active', 'joining leaving', 'joining ended', 'active leaving', 'leaving ended']

describe('the state of a call', () => {
  for (const from of STATES) {
    for (const to of STATES) {
      const allowed = ALLOWED.includes(`${from} ${to}`)

      it(`${allowed ? 'may' : 'may not'} go from ${from} to ${to}`, () => {
        expect(isCallTransition(from, to)).to.equal(allowed)
      })
    }
  }
})
