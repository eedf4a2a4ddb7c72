import { expect } from 'aegir/chai'
import { Blocklist } from '../../src/signaling/blocklist.ts'

const MINUTE = 60_000

describe('a peer that fails to prove that it belongs to the group', () => {
  it('is blocked for ten minutes after three times in a minute', () => {
    const blocklist = new Blocklist()
    blocklist.fail('key', 0)
    blocklist.fail('key', 1_000)
    expect(blocklist.isBlocked('key', 1_001)).to.equal(false)
    blocklist.fail('key', 2_000)
    expect(blocklist.isBlocked('key', 2_001)).to.equal(true)
    expect(blocklist.isBlocked('another', 2_001)).to.equal(false)
    expect(blocklist.isBlocked('key', 2_000 + (10 * MINUTE))).to.equal(false)
  })

  it('is not blocked when it fails now and then', () => {
    const blocklist = new Blocklist()

    for (let i = 0; i < 20; i++) {
      blocklist.fail('key', i * 31_000)
      expect(blocklist.isBlocked('key', i * 31_000)).to.equal(false)
    }
  })

  it('does not fill the memory', () => {
    const blocklist = new Blocklist()

    for (let i = 0; i < 5_000; i++) {
      blocklist.fail(`key ${i}`, i)
    }

    expect((blocklist as any).records.size).to.equal(1_024)
  })
})
