import { expect } from 'aegir/chai'
import { Blocklist } from '../../src/signaling/blocklist.ts'
import { Paths } from '../../src/signaling/paths.ts'
import type { Neighbour } from '../../src/signaling/paths.ts'

describe('paths', () => {
  it('prefer a data channel to a stream, and the newest stream to older ones', () => {
    const paths = createPaths()
    const [older, newer] = [neighbour('a'), neighbour('a')]
    const frames: Uint8Array[] = []
    let open = true
    paths.addStream(older)
    paths.addStream(newer)
    expect(paths.direct('a')).to.equal(newer)

    paths.openChannel('a', frame => open && frames.push(frame) > 0)
    expect(paths.direct('a')?.send(Uint8Array.of(1))).to.equal(true)
    expect(frames).to.deep.equal([Uint8Array.of(1)])
    open = false
    expect(paths.direct('a')?.send(Uint8Array.of(2))).to.equal(false)

    paths.closeChannel('a')
    expect(paths.direct('a')).to.equal(newer)

    paths.deleteStream(newer)
    expect(paths.direct('a')).to.equal(older)
  })

  it('send nothing to a peer that has not proven that it belongs to the group', () => {
    const paths = createPaths()
    paths.addStream({ ...neighbour('a'), proven: false })

    expect(paths.direct('a')).to.equal(undefined)
  })

  it('lead through the first introducer that can be reached', () => {
    const paths = createPaths()
    const c = neighbour('c')
    paths.addStream(c)
    paths.addStream(neighbour('d'))

    expect(paths.indirect('a', ['a', 'b', 'c', 'd'])).to.equal(c)
    expect(paths.indirect('a', ['b'])).to.equal(undefined)
  })

  it('close after three violations of their other end, which is then blocked when it goes on', () => {
    const blocklist = new Blocklist()
    const paths = createPaths(blocklist)
    paths.openChannel('a', () => true)

    for (let offence = 1; offence <= 2; offence++) {
      paths.reportViolation('a')
      expect(paths.direct('a')).to.not.equal(undefined)
    }

    paths.reportViolation('a')
    expect(paths.direct('a')).to.equal(undefined)

    for (let more = 1; more <= 2; more++) {
      expect(blocklist.isBlocked('a', undefined, Date.now())).to.equal(false)
      paths.reportViolation('a')
    }

    expect(blocklist.isBlocked('a', undefined, Date.now())).to.equal(true)
    paths.openChannel('a', () => true)
    expect(paths.direct('a')).to.equal(undefined)
  })
})

function createPaths (blocklist = new Blocklist()): Paths {
  return new Paths({ blocklist, drop: () => {}, onFrame: async () => {} })
}

function neighbour (sessionKey: string): Neighbour {
  return { sessionKey, writable: true, proven: true, answered: true, violations: { take: () => true } as any, budget: { take: () => true } as any, send: () => true, abort: () => {} }
}
