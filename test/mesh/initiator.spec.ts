import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { isInitiator, selectParticipants } from '../../src/mesh/index.ts'

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(bytes => Buffer.from(bytes).toString('hex'))
const session = fc.uint8Array({ minLength: 16, maxLength: 16 }).map(bytes => Buffer.from(bytes).toString('hex'))

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

  it('is always exactly one of two: the one with the greater bytes', () => {
    fc.assert(fc.property(key, key, (a, b) => {
      fc.pre(a !== b)

      return isInitiator(a, b) !== isInitiator(b, a) && isInitiator(a, b) === (Buffer.compare(Buffer.from(a, 'hex'), Buffer.from(b, 'hex')) > 0)
    }))
  })

  it('doesn\'t exist for a participant and itself', () => {
    expect(() => isInitiator('a'.repeat(64), 'a'.repeat(64))).to.throw(RangeError)
  })
})

describe('too many participants', () => {
  const at = (time: string, rest = '0'): string => time.padStart(12, '0') + rest.repeat(20)

  it('lose the later joins', () => {
    const contenders = [{ publicKey: 'a', session: at('3') }, { publicKey: 'b', session: at('1') }, { publicKey: 'c', session: at('2') }]

    expect([...selectParticipants(contenders, 2)]).to.deep.equal(['b', 'c'])
  })

  it('lose the higher key of two at the same time, whatever the rest of the session', () => {
    const contenders = [{ publicKey: 'b', session: at('1', '0') }, { publicKey: 'a', session: at('1', 'f') }]

    expect([...selectParticipants(contenders, 1)]).to.deep.equal(['a'])
  })

  it('decide alike, in whatever order they know the others', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.record({ publicKey: key, session }), { minLength: 9, maxLength: 12, selector: ({ publicKey }) => publicKey }), fc.infiniteStream(fc.nat()), (contenders, chance) => {
      const shuffled = contenders.map(contender => ({ contender, order: chance.next().value })).sort((a, b) => a.order - b.order).map(({ contender }) => contender)

      expect(selectParticipants(shuffled, 8)).to.deep.equal(selectParticipants(contenders, 8))
    }))
  })
})
