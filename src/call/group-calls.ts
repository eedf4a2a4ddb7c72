import { NotStartedError, serviceCapabilities, serviceDependencies } from '@libp2p/interface'
import { equals } from 'uint8arrays/equals'
import { createSessionCounter } from '../../keys/index.ts'
import { NetworkClock, NetworkEntry } from '../discovery/index.ts'
import { InvalidCallStateError } from '../errors.ts'
import { deriveGroupKeys } from '../group/index.ts'
import { ListenOnlyMicrophone } from '../media/index.ts'
import { isOver } from '../mesh/index.ts'
import { ConnectionPings } from '../network/connection-pings.ts'
import { DialPool } from '../network/dial-pool.ts'
import { IceServers } from '../network/ice-servers.ts'
import { DHT_PROTOCOL } from '../network/presets.ts'
import { RelayReservations } from '../network/relay-reservation.ts'
import { patientTimers } from '../patient-timers.ts'
import { SignalingServer } from '../signaling/index.ts'
import { loadWebRTC } from '../webrtc/index.ts'
import { CallConnections } from './call-connections.ts'
import { checkCallInit } from './call-init.ts'
import { CallMetrics } from './call-metrics.ts'
import { GroupCall } from './group-call.ts'
import { Join } from './join.ts'
import { Lobby } from './lobby.ts'
import { PastEpochs } from './past-epochs.ts'
import { PossibleMembers } from './possible-members.ts'
import { Recovery } from './recovery.ts'
import { Rehearsal } from './rehearsal.ts'
import type { CallDriver } from './call-driver.ts'
import type { CallInit } from './call-init.ts'
import type { GroupCallsComponents, GroupCallsInit } from './group-calls-init.ts'
import type { JoinComponents } from './join.ts'
import type { LobbyComponents, LookOptions } from './lobby.ts'
import type { Occupation } from './rehearsal.ts'
import type { SessionCounter } from '../../keys/index.ts'
import type { Group } from '../group/index.ts'
import type { AbortOptions, Connection, Logger, PeerInfo, Startable } from '@libp2p/interface'

/**
 * The service: group calls of one identity over a libp2p node
 */
export class GroupCalls implements Startable {
  readonly [Symbol.toStringTag] = 'groupcall'
  readonly [serviceCapabilities]: string[] = ['groupcall']
  readonly [serviceDependencies]: string[] = ['@libp2p/identify']

  private readonly components: GroupCallsComponents
  private readonly init: GroupCallsInit
  private readonly log: Logger
  private readonly entry: NetworkEntry
  private readonly iceServers: IceServers
  private readonly reservations: RelayReservations
  private readonly recovery: Recovery
  private readonly pings: ConnectionPings
  private readonly rehearsal: Rehearsal
  private readonly clock: NetworkClock
  private readonly members: PossibleMembers
  private readonly server: SignalingServer
  private readonly dials: DialPool
  private readonly search: JoinComponents & LobbyComponents
  private readonly joins = new Set<Join>()
  private readonly lobbies = new Set<Lobby>()
  private readonly sessions: SessionCounter
  private readonly metrics: CallMetrics
  private started = false

  constructor (components: GroupCallsComponents, init: GroupCallsInit) {
    const { dhtProtocol = DHT_PROTOCOL, entries = [], now, privateAddresses, proofs, relay = false, relayOnly, timers = patientTimers } = init

    this.components = components
    this.init = init
    this.log = components.logger.forComponent('groupcall')
    this.metrics = new CallMetrics(components.metrics, () => this.calls)
    this.sessions = init.sessions ?? createSessionCounter()
    this.clock = new NetworkClock({ now })
    this.clock.addEventListener('clock', ({ detail }) => { this.calls.forEach(call => { call.safeDispatchEvent('clock', { detail }) }) })
    this.members = new PossibleMembers({ peerId: components.peerId, entries })
    this.dials = new DialPool(components)
    this.entry = new NetworkEntry(components, { addresses: entries, closed: relayOnly, dials: this.dials, timers })
    this.iceServers = new IceServers(components, { timers })
    this.reservations = new RelayReservations(components, { need: relay, timers })
    this.entry.addEventListener('connection', ({ detail }) => { this.onEntry(detail) })
    this.recovery = new Recovery(components, { entry: this.entry, dials: this.dials.budget, recoverables: () => this.joins })
    this.pings = new ConnectionPings(components, timers)
    this.rehearsal = new Rehearsal({ occupation: () => this.occupation(), timers, log: this.log })
    this.server = new SignalingServer(components, { timers })
    this.search = { node: components, server: this.server, networkEntry: this.entry, members: this.members, dials: this.dials, dht: { dhtProtocol, clock: this.clock, privateAddresses, proofs, reservations: this.reservations }, timers }
  }

  isStarted (): boolean {
    return this.started
  }

  /** From now on the node shows others the same protocols, in a call or not */
  async start (): Promise<void> {
    await this.server.start()
    this.started = true
  }

  /** By now the node listens, so peers that are dialled can dial back */
  afterStart (): void {
    this.iceServers.start()
    this.reservations.start()
    this.entry.start()
    this.recovery.start()
    this.pings.start()
    this.rehearsal.start()
  }

  async beforeStop (): Promise<void> {
    await Promise.all([...this.calls.map(async call => call.leave()), ...[...this.lobbies].map(async lobby => lobby.stop())])
  }

  async stop (): Promise<void> {
    this.started = false
    this.rehearsal.stop()
    this.pings.stop()
    this.recovery.stop()
    this.entry.stop()
    this.reservations.stop()
    this.iceServers.stop()
    await this.server.stop()
  }

  /** Calls that are being joined or have been joined, and have not been left */
  get calls (): GroupCall[] {
    return [...this.joins].map(({ call }) => call)
  }

  /**
   * Creates the call of a group as this peer takes part in it. Add listeners, then
   * `await call.join()`: nothing goes over the network before that.
   *
   * @throws {InvalidParametersError} when a parameter can't be used
   */
  create (group: Group, callInit: CallInit = {}): GroupCall {
    const init: CallInit = this.init.relayOnly === true ? { ...callInit, iceTransportPolicy: 'relay' } : callInit
    const connections = new CallConnections({ init, iceServers: this.iceServers })

    return new GroupCall(this.components, {
      server: this.server,
      joiner: {
        join: async (call, driver, options) => {
          connections.attend(call, driver.mesh)
          await this.runJoin(call, driver, init, options)
        }
      },
      identity: this.init.identity,
      sessions: this.sessions,
      group,
      keys: deriveGroupKeys(group),
      name: checkCallInit(init),
      muted: init.muted,
      opus: init.opus,
      ticket: init.ticket,
      expires: init.expires,
      tickets: init.tickets,
      updateGroup: init.updateGroup,
      contacts: init.contacts,
      carry: init.carry,
      carried: init.carried,
      microphone: init.microphone ?? new ListenOnlyMicrophone('No microphone was given'),
      clock: this.clock,
      dials: this.dials,
      createConnection: () => connections.create(),
      earlyOffer: connections.early,
      limits: this.init.limits,
      timers: this.init.timers
    })
  }

  /**
   * Creates the call of a group and joins it: see {@link create} and {@link GroupCall.join}
   */
  async join (group: Group, { signal, ...init }: CallInit & AbortOptions = {}): Promise<GroupCall> {
    const call = this.create(group, init)
    await call.join({ signal })

    return call
  }

  /**
   * Shows who is in the call of a group, without joining it. Joining the call stops
   * the lobby.
   *
   * @throws {InvalidCallStateError} when this peer is in that call: look at the call itself
   * @throws {AbortError} when the call was joined, or the node stopped, meanwhile
   */
  async look (group: Group, { signal, ...init }: Pick<CallInit, 'name' | 'addresses'> & LookOptions = {}): Promise<Lobby> {
    signal?.throwIfAborted()
    this.checkStarted()

    // members would take the lobby's session, a newer one, for another process that replaces the call's
    if (this.isIn(group)) {
      throw new InvalidCallStateError('You are in the call of this group: its `participants` show who else is')
    }

    const lobby: Lobby = new Lobby(this.search, {
      identity: this.init.identity,
      group,
      name: checkCallInit(init),
      addresses: init.addresses,
      longestPause: init.longestPause,
      onStop: () => { this.lobbies.delete(lobby) }
    })

    this.lobbies.add(lobby)
    await lobby.start({ signal })

    return lobby
  }

  /**
   * Loads what the first connection of this process needs, which takes 20 ms in Node. A
   * join does it anyway; call this while the user is still choosing.
   *
   * @throws {UnsupportedPlatformError} if there is no WebRTC for this machine
   */
  warmUp (): void {
    loadWebRTC()
  }

  /**
   * Adds a peer of the local network, which may be a member of any group
   *
   * @internal
   */
  addNeighbour (peer: PeerInfo): void {
    this.members.addNeighbour(peer)
  }

  private async runJoin (call: GroupCall, driver: CallDriver, init: CallInit, options: AbortOptions): Promise<void> {
    this.checkStarted()

    if (this.isIn(call.group)) {
      throw new InvalidCallStateError('You are in the call of this group already: leave it first')
    }

    const lobbies = [...this.lobbies].filter(lobby => equals(lobby.group.id, call.group.id))
    const join = new Join(this.search, { call, driver, addresses: init.addresses, members: lobbies.flatMap(({ members }) => members) })
    const pastEpochs = new PastEpochs(this.search, driver, this.init.identity)

    this.warmUp()
    this.joins.add(join)
    call.addEventListener('state', ({ detail }) => {
      if (detail === 'ended') {
        this.joins.delete(join)
        this.metrics.onEnded(call)
        pastEpochs.stop()
      }
    })

    if (this.clock.difference !== 0) {
      call.safeDispatchEvent('clock', { detail: { difference: this.clock.difference } })
    }

    await this.metrics.measure(call, Promise.all([
      join.run(options),
      // its session is older than the call's, so members would count its questions as offences
      ...lobbies.map(async lobby => lobby.stop())
    ]))
    pastEpochs.start()
  }

  private occupation (): Occupation {
    if (this.calls.some(({ participants }) => participants.length > 0)) {
      return 'performed'
    }

    return this.calls.some(({ state }) => state === 'joining') ? 'joining' : 'idle'
  }

  private onEntry (connection: Connection): void {
    this.iceServers.add(connection)
    this.reservations.add(connection)
  }

  private isIn ({ id }: Group): boolean {
    return this.calls.some(call => !isOver(call.state) && equals(call.group.id, id))
  }

  private checkStarted (): void {
    if (!this.started) {
      throw new NotStartedError('Start the libp2p node first')
    }
  }
}

/**
 * Adds calls to a libp2p node: `services: { calls: groupCalls({ identity }) }`. The
 * node needs identify, and a DHT as peer routing.
 */
export function groupCalls (init: GroupCallsInit): (components: GroupCallsComponents) => GroupCalls {
  return components => new GroupCalls(components, init)
}
