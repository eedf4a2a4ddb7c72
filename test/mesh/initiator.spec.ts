import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { isInitiator } from '../../src/mesh/index.ts'

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => Buffer.from(bytes).toString('hex'))

describe('the initiator', () => {
  for (const [local, remote, initiates] of [
    ['1'.repeat(64), '0'.repeat(64), true],
    ['0'.repeat(64), '1'.repeat(64), false],
    [`${'a'.repeat(63)}b`, 'a'.repeat(64), true],
    [`9${'f'.repeat(63)}`, `a${'0'.repeat(63)}`, false],
    ['f'.repeat(64), `${'f'.repeat(63)}e`, true]
  ] as Array<[string, string, boolean]>) {
    it(`of ${local.slice(0, 2)}…${local.slice(-2)} and ${remote.slice(0, 2)}…${remote.slice(-2)} is the ${initiates ? 'first' : 'second'}`, () => {
      expect(isInitiator(local, remote)).to.equal(initiates)
    })
  }

  it('is always exactly one of two: the participant with the greater bytes', () => {
    fc.assert(fc.property(key, key, (a, b) => {
      fc.pre(a !== b)

      return isInitiator(a, b) !== isInitiator(b, a) && isInitiator(a, b) === (Buffer.compare(Buffer.from(a, 'hex'), Buffer.from(b, 'hex')) > 0)
    }))
  })

  it('doesn\'t exist for a participant and itself', () => {
    expect(() => isInitiator('a'.repeat(64), 'a'.repeat(64))).to.throw(RangeError)
  })
})
