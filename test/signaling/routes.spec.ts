import { expect } from 'aegir/chai'
import { Routes } from '../../src/signaling/routes.ts'
import type { Neighbour } from '../../src/signaling/routes.ts'

describe('routes', () => {
  it('prefer a data channel to a stream, and the newest stream to older ones', () => {
    const routes = new Routes()
    const [older, newer, channel] = [neighbour('a'), neighbour('a'), neighbour('a')]
    routes.addStream(older)
    routes.addStream(newer)
    expect(routes.direct('a')).to.equal(newer)

    routes.setChannel(channel)
    expect(routes.direct('a')).to.equal(channel)

    channel.writable = false
    expect(routes.direct('a')).to.equal(newer)

    routes.deleteStream(newer)
    expect(routes.direct('a')).to.equal(older)
  })

  it('send nothing to who has not shown to be of the group', () => {
    const routes = new Routes()
    routes.addStream({ ...neighbour('a'), proven: false })

    expect(routes.direct('a')).to.equal(undefined)
  })

  it('go through the first introducer that can be reached', () => {
    const routes = new Routes()
    const c = neighbour('c')
    routes.addStream(c)
    routes.addStream(neighbour('d'))

    expect(routes.indirect('a', ['a', 'b', 'c', 'd'])).to.equal(c)
    expect(routes.indirect('a', ['b'])).to.equal(undefined)
  })
})

function neighbour (sessionKey: string): Neighbour & { writable: boolean } {
  return { sessionKey, writable: true, proven: true, answered: true, violations: { take: () => true } as any, budget: { take: () => true } as any, send: () => true, abort: () => {} }
}
