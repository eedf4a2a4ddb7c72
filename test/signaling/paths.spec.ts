import { expect } from 'aegir/chai'
import { fromString } from 'uint8arrays/from-string'
import { Blocklist } from '../../src/signaling/blocklist.ts'
import { Paths } from '../../src/signaling/paths.ts'
import type { SignedPresence } from '../../src/signaling/messages.ts'
import type { StreamPath } from '../../src/signaling/paths.ts'

const KEY = 'a'.repeat(64)
const A = presence(KEY, '1')

describe('paths', () => {
  it('prefer a data channel to a stream, and the newest stream to older ones', () => {
    const paths = createPaths()
    const [older, newer] = [neighbour(KEY), neighbour(KEY)]
    const frames: Uint8Array[] = []
    let open = true
    paths.addStream(older)
    paths.addStream(newer)
    expect(paths.direct(KEY)).to.equal(newer)

    paths.openChannel(A, frame => open && frames.push(frame) > 0)
    expect(paths.direct(KEY)?.send(Uint8Array.of(1))).to.equal(true)
    expect(frames).to.deep.equal([Uint8Array.of(1)])
    open = false
    expect(paths.direct(KEY)?.send(Uint8Array.of(2))).to.equal(false)

    paths.closeChannel(A)
    expect(paths.direct(KEY)).to.equal(newer)

    paths.deleteStream(newer)
    expect(paths.direct(KEY)).to.equal(older)
  })

  it('prefer the stream that was heard last: the connection of another may be dead', () => {
    const paths = createPaths()
    const [older, newer] = [{ ...neighbour(KEY), heardAt: 2 }, { ...neighbour(KEY), heardAt: 1 }]
    paths.addStream(older)
    paths.addStream(newer)

    expect(paths.direct(KEY)).to.equal(older)
  })

  it('prefer any other to the data channel while its other end does so', () => {
    const paths = createPaths()
    const stream = neighbour(KEY)
    paths.openChannel(A, () => true)
    paths.addStream(stream)
    const channel = paths.direct(KEY)
    expect(channel).to.equal(paths.channel(KEY))

    paths.onMessage('another', stream)
    paths.onMessage(KEY, channel as StreamPath)
    expect(paths.direct(KEY)).to.equal(channel)

    paths.onMessage(KEY, stream)
    expect(paths.direct(KEY)).to.equal(stream)
    paths.deleteStream(stream)
    expect([paths.direct(KEY), paths.channel(KEY)]).to.deep.equal([undefined, channel])

    paths.receive(A, new Uint8Array())
    expect(paths.direct(KEY)).to.equal(channel)
  })

  it('send nothing to a peer that has not proven that it belongs to the group', () => {
    const paths = createPaths()
    paths.addStream({ ...neighbour(KEY), proven: false })

    expect(paths.direct(KEY)).to.equal(undefined)
  })

  it('lead through the first introducer that can be reached', () => {
    const paths = createPaths()
    const c = neighbour('c')
    paths.addStream(c)
    paths.addStream(neighbour('d'))

    expect(paths.indirect(KEY, [KEY, 'b', 'c', 'd'])).to.equal(c)
    expect(paths.indirect(KEY, ['b'])).to.equal(undefined)
  })

  it('keep the data channel of a later session when an earlier one of the same process ends', () => {
    const paths = createPaths()
    const later = presence(KEY, '2')
    const handled: string[] = []
    paths.openChannel(A, () => handled.push('earlier') > 0)
    paths.openChannel(later, () => handled.push('later') > 0)

    paths.closeChannel(A)
    expect(paths.direct(KEY)?.send(new Uint8Array())).to.equal(true)
    expect(handled).to.deep.equal(['later'])

    paths.closeChannel(later)
    expect(paths.direct(KEY)).to.equal(undefined)
  })

  it('close after three violations of their other end, which is then blocked when it goes on', () => {
    const blocklist = new Blocklist()
    const paths = createPaths(blocklist)
    paths.openChannel(A, () => true)

    for (let offence = 1; offence <= 2; offence++) {
      paths.reportViolation(KEY)
      expect(paths.direct(KEY)).to.not.equal(undefined)
    }

    paths.reportViolation(KEY)
    expect(paths.direct(KEY)).to.equal(undefined)

    for (let more = 1; more <= 2; more++) {
      expect(blocklist.isBlocked(KEY, Date.now())).to.equal(false)
      paths.reportViolation(KEY)
    }

    expect(blocklist.isBlocked(KEY, Date.now())).to.equal(true)
    paths.openChannel(A, () => true)
    expect(paths.direct(KEY)).to.equal(undefined)
  })
})

function createPaths (blocklist = new Blocklist()): Paths {
  return new Paths({ blocklist, drop: () => {}, onFrame: async () => {} })
}

function neighbour (sessionKey: string): StreamPath {
  return { sessionKey, writable: true, proven: true, heardAt: 0, violations: { take: () => true } as any, budget: { take: () => true } as any, send: () => true, abort: () => {}, close: () => {} }
}

function presence (sessionKey: string, session: string): SignedPresence {
  return { publicKey: 'ada', session, sessionKey: fromString(sessionKey, 'base16'), addresses: [], name: '', signed: { presence: new Uint8Array(), signature: new Uint8Array(), sessionSignature: new Uint8Array() } }
}
