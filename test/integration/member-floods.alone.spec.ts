import { expect } from 'aegir/chai'
import { floodAsMember, WAYS } from '../../bench/flood/member-flood.ts'
import { MESSAGE_BURST, MESSAGES_PER_SECOND } from '../../src/signaling/limits.ts'

const RATE = 1_000

/** ms */
const DURATION = 2_000

describe('a participant that sends a thousand messages a second', () => {
  for (const way of WAYS) {
    it(`${way} is not listened to for long, and the other two lose no packet between them`, async () => {
      const { before, during, rate, dropped, messages } = await floodAsMember(RATE, way, DURATION)

      expect(messages).to.be.within(1, MESSAGE_BURST + MESSAGES_PER_SECOND * (DURATION / 1_000 + 1))
      expect(during.lost).to.be.at.most(before.lost)

      if (way === 'by its links') {
        expect(rate).to.be.at.least(RATE * 0.9)
        expect(dropped.rate).to.be.at.least(RATE * DURATION / 1_000 - messages - MESSAGE_BURST)
      } else {
        expect(dropped.ignored).to.be.greaterThan(0)
      }
    })
  }
})
