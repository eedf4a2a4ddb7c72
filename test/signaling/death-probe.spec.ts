import { StreamCloseEvent } from '@libp2p/interface'
import { multiaddr } from '@multiformats/multiaddr'
import { expect } from 'aegir/chai'
import { TypedEventEmitter } from 'main-event'
import { DeathProbe, provesDeath } from '../../src/signaling/death-probe.ts'
import { presenceOf } from '../call/fixtures/protocol-bus.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import type { DialFailure } from '../../src/signaling/address-dialer.ts'
import type { Connection, MessageStreamEvents } from '@libp2p/interface'

const HOME = '/ip4/192.168.1.5/tcp/4001'
const PUBLIC = '/ip4/11.0.0.5/tcp/4001'
const LOOPBACK = '/ip4/127.0.0.1/tcp/4001'
const RELAYED = '/ip4/11.0.0.6/tcp/4001/p2p/12D3KooWD5CbT2TEFcRDJnhjmyz3rmHxLik7bg2rtySanzmzQyzB/p2p-circuit'
const BEN = presenceOf('b'.repeat(64))

const refused = (address: string): DialFailure => failure(address, Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }))
const timedOut = (address: string): DialFailure => failure(address, Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }))
const noReservation = failure(RELAYED, new Error('failed to connect via relay with status NO_RESERVATION'))

function failure (address: string, error: Error): DialFailure {
  return { address: multiaddr(address), error }
}

describe('what proves the death of a process whose link is silent', () => {
  const nothing = { ended: false, mayAskRelay: true, hosts: new Set<string>() }

  for (const [what, failures, circumstances, dead] of [
    ['nothing could be asked', [], nothing, false],
    ['its system closed a connection', [], { ...nothing, ended: true }, true],
    ['its system closed a connection, and now its network is gone', [timedOut(PUBLIC)], { ...nothing, ended: true }, true],
    ['its public address refuses', [refused(PUBLIC)], nothing, true],
    ['its address on this machine refuses', [refused(LOOPBACK)], nothing, true],
    ['a private address refuses, which may be that of a stranger', [refused(HOME)], nothing, false],
    ['a private address refuses at which it was', [refused(HOME)], { ...nothing, hosts: new Set(['192.168.1.5']) }, true],
    ['an address does not answer', [timedOut(PUBLIC)], nothing, false],
    ['one address refuses, and another does not answer', [refused(PUBLIC), timedOut('/ip4/11.0.0.7/tcp/4001')], nothing, false],
    ['its relay does not know it any longer', [noReservation], nothing, true],
    ['its relay has not known it for some time', [noReservation], { ...nothing, mayAskRelay: false }, false],
    ['its relay refuses to be dialled', [refused(RELAYED)], nothing, false]
  ] as Array<[string, DialFailure[], typeof nothing, boolean]>) {
    it(`${what}: ${dead ? 'dead' : 'unknown'}`, () => {
      expect(provesDeath(failures, circumstances)).to.equal(dead)
    })
  }
})

describe('the probe of a process whose link is silent', () => {
  let timers: ManualTimers
  let probe: DeathProbe
  let open: Connection[]
  let answer: DialFailure[] | undefined
  let dials: number
  let dead: number

  beforeEach(() => {
    timers = new ManualTimers()
    open = []
    answer = [timedOut(PUBLIC)]
    dials = 0
    dead = 0
    probe = new DeathProbe({
      timers,
      connectionsTo: () => open,
      dial: async () => {
        dials++

        return answer
      },
      onDead: () => { dead++ }
    })
  })

  function connect (address: string): (event: StreamCloseEvent) => Promise<void> {
    const connection = Object.assign(new TypedEventEmitter<MessageStreamEvents>(), { remoteAddr: multiaddr(address) }) as unknown as Connection
    open.push(connection)
    probe.watch(BEN)

    return async event => {
      open = open.filter(other => other !== connection)
      connection.dispatchEvent(event)
      await timers.advance(0)
    }
  }

  it('finds the death when the connection has ended with the link', async () => {
    const close = connect(HOME)
    await close(new StreamCloseEvent())
    await timers.advance(2_000)
    probe.suspect(BEN)
    await timers.advance(0)

    expect(dead).to.equal(1)
  })

  it('finds the death when the connection ends later', async () => {
    const close = connect(HOME)
    probe.suspect(BEN)
    await timers.advance(0)
    expect([dead, dials]).to.deep.equal([0, 0])
    await close(new StreamCloseEvent(true, Object.assign(new Error('reset'), { code: 'ECONNRESET' })))

    expect(dead).to.equal(1)
  })

  it('takes the end of a connection long after the link fell silent for no proof: a peer that was cut off ends those that it has given up', async () => {
    const close = connect(HOME)
    probe.suspect(BEN)
    await timers.advance(5_000)
    await close(new StreamCloseEvent(true, Object.assign(new Error('reset'), { code: 'ECONNRESET' })))
    await timers.advance(60_000)

    expect(dead).to.equal(0)
  })

  it('takes a connection that was given up here, or long before, for no proof', async () => {
    await connect(HOME)(new StreamCloseEvent(true, new Error('no answer to a ping')))
    await connect(HOME)(new StreamCloseEvent())
    await timers.advance(3_500)
    probe.suspect(BEN)
    await timers.advance(60_000)

    expect(dead).to.equal(0)
    expect(dials).to.equal(3)
  })

  it('takes no end of a relayed or WebRTC connection for a proof, and no such connection for life', async () => {
    await connect(`${RELAYED}/p2p/12D3KooWEG1MAKJury8foMXZnP9sPWWoYwKLrbYdm6DpJ4tHwiAh`)(new StreamCloseEvent())
    connect('/ip4/11.0.0.5/udp/4001/webrtc-direct')
    probe.suspect(BEN)
    await timers.advance(0)
    expect(dead).to.equal(0)
    answer = [refused(PUBLIC)]
    await timers.advance(1_000)

    expect(dead).to.equal(1)
  })

  it('finds life when an address answers, whatever has ended', async () => {
    await connect(HOME)(new StreamCloseEvent())
    answer = undefined
    probe.suspect(BEN)
    await timers.advance(60_000)

    expect(dead).to.equal(0)
  })

  it('stops when something is heard, and leaves no timer', async () => {
    connect(HOME)
    probe.suspect(BEN)
    await timers.advance(0)
    probe.clear(BEN)
    open = []
    answer = [refused(PUBLIC)]
    await timers.advance(60_000)
    expect([dead, timers.size]).to.deep.equal([0, 0])

    probe.suspect(BEN)
    probe.stop()
    await timers.advance(0)
    expect([dead, timers.size]).to.deep.equal([0, 0])
  })

  it('listens to no connection after it was stopped, nor to those of processes that it has forgotten', () => {
    const listeners = (): number => open.reduce((sum, connection) => sum + (connection as unknown as TypedEventEmitter<MessageStreamEvents>).listenerCount('close'), 0)
    connect(HOME)
    connect(PUBLIC)
    probe.watch(BEN)
    expect(listeners()).to.equal(2)

    for (let other = 0; other < 100; other++) {
      probe.watch(presenceOf(other.toString(16).padStart(2, '0').repeat(32)))
    }

    expect(listeners()).to.equal(32)
    probe.stop()
    expect(listeners()).to.equal(0)
  })
})
