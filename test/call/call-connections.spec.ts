import { expect } from 'aegir/chai'
import { TypedEventEmitter } from 'main-event'
import { CallConnections } from '../../src/call/call-connections.ts'
import { buildSdp } from '../../src/link/index.ts'
import { useFakeTimers } from '../fixtures/fake-timers.ts'
import { OFFER } from './fixtures/protocol-bus.ts'
import type { GroupCall, GroupCallEvents } from '../../src/index.ts'
import type { IceServersEvents } from '../../src/network/ice-servers.ts'
import type { SinonFakeTimers } from 'sinon'

describe('the connections of a call', () => {
  let timers: SinonFakeTimers
  let opened: FakeConnection[]
  let refused: boolean
  let iceServers: FakeIceServers
  let call: FakeCall
  let configured: RTCConfiguration[]
  let connections: CallConnections

  beforeEach(() => {
    timers = useFakeTimers()
    opened = []
    refused = false
    iceServers = new FakeIceServers()
    call = new FakeCall()
    configured = []
    connections = new CallConnections({
      init: {},
      iceServers,
      open: configuration => {
        if (refused) {
          throw new Error('too many')
        }

        const connection = new FakeConnection(configuration)
        opened.push(connection)

        return connection as unknown as RTCPeerConnection
      }
    })
    connections.attend(call as unknown as GroupCall, { setConfiguration: configuration => { configured.push(configuration) } })
  })

  afterEach(() => {
    timers.restore()
  })

  // one has an offer for the first member that is asked, see EarlyOffer
  it('are ready as soon as the network is being asked, after what is being sent', () => {
    call.show('network')
    timers.tick(1)
    expect(opened).to.have.lengthOf(0)

    call.show('finding')
    call.show('dialling')
    expect(opened).to.have.lengthOf(0)
    timers.tick(1)
    expect(opened).to.have.lengthOf(2)

    expect(connections.create()).to.equal(opened[0])
    expect(connections.create()).to.equal(opened[2])
    expect(opened.map(({ closed }) => closed)).to.deep.equal([false, false, false])
  })

  it('are ready for the next newcomer once one is connected, and not in a full call', () => {
    call.connect(1)
    timers.tick(1)
    expect(opened).to.have.lengthOf(1)

    connections.create()
    call.connect(7)
    timers.tick(1)
    expect(opened).to.have.lengthOf(1)
  })

  it('use the ICE servers of the moment at which they are needed', () => {
    call.show('finding')
    timers.tick(1)
    iceServers.list = [{ urls: 'stun:192.0.2.1' }]

    expect(connections.create()).to.equal(opened[2])
    expect(opened[2].configuration.iceServers).to.deep.equal(iceServers.list)
    expect(opened[0].closed).to.equal(true)
  })

  it('are told of other ICE servers until the call ends, and none is left behind', async () => {
    call.show('finding')
    timers.tick(1)
    call.show('dialling')
    iceServers.change()
    call.end()
    iceServers.change()
    await timers.tickAsync(1)

    expect(configured).to.have.lengthOf(1)
    expect(opened.map(({ closed }) => closed)).to.deep.equal([true, true])
  })

  it('are refused only to whoever needs one', () => {
    refused = true
    call.show('finding')
    timers.tick(1)

    expect(() => connections.create()).to.throw('too many')
  })
})

class FakeConnection {
  closed = false
  readonly configuration: RTCConfiguration

  constructor (configuration: RTCConfiguration) {
    this.configuration = configuration
  }

  addTransceiver (): unknown {
    return {}
  }

  createDataChannel (): unknown {
    return {}
  }

  async createOffer (): Promise<unknown> {
    return { sdp: buildSdp(OFFER.parameters) }
  }

  close (): void {
    this.closed = true
  }
}

class FakeIceServers extends TypedEventEmitter<IceServersEvents> {
  list: RTCIceServer[] = []

  change (): void {
    this.safeDispatchEvent('change', { detail: { gained: true } })
  }
}

class FakeCall extends TypedEventEmitter<GroupCallEvents> {
  participants: unknown[] = []

  show (step: 'network' | 'finding' | 'dialling'): void {
    this.safeDispatchEvent('progress', { detail: { step, at: 0 } })
  }

  /** The last of so many participants is connected */
  connect (count: number): void {
    this.participants = Array.from({ length: count })
    this.safeDispatchEvent('participant:update', { detail: { linkState: 'connected' } as any })
  }

  end (): void {
    this.safeDispatchEvent('state', { detail: 'ended' })
  }
}
