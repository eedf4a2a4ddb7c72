import { publicKeyFromRaw } from '@libp2p/crypto/keys'
import { serviceCapabilities, serviceDependencies } from '@libp2p/interface'
import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { equals } from 'uint8arrays/equals'
import { fromString } from 'uint8arrays/from-string'
import { toString } from 'uint8arrays/to-string'
import { createSessionCounter } from '../../keys/index.ts'
import { Discovery, NetworkEntry } from '../discovery/index.ts'
import { InvalidCallStateError } from '../errors.ts'
import { checkName, deriveGroupKeys } from '../group/index.ts'
import { ListenOnlyMicrophone } from '../media/index.ts'
import { isOver } from '../mesh/index.ts'
import { selectAddresses } from '../network/addresses.ts'
import { RTCPeerConnection } from '../webrtc/index.ts'
import { checkCallInit } from './call-init.ts'
import { Entry } from './entry.ts'
import { GroupCall } from './group-call.ts'
import { Join } from './join.ts'
import { Lobby } from './lobby.ts'
import { PastEpochs } from './past-epochs.ts'
import { known, neighbour, PossibleMembers } from './possible-members.ts'
import { reserve } from './relay-reservation.ts'
import type { CallInit } from './call-init.ts'
import type { GroupCallsComponents, GroupCallsInit } from './group-calls-init.ts'
import type { SessionCounter } from '../../keys/index.ts'
import type { Group, GroupKeys } from '../group/index.ts'
import type { AbortOptions, Connection, Logger, PeerId, PeerInfo, Startable } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** The DHT of groupcall's own networks */
const DEFAULT_DHT_PROTOCOL = '/groupcall/kad/1.0.0'

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
  private readonly joins = new Set<Join>()
  private readonly lobbies = new Set<Lobby>()
  private readonly entries = new Map<string, Connection>()
  private readonly members: PossibleMembers
  private readonly sessions: SessionCounter
  private started = false

  constructor (components: GroupCallsComponents, init: GroupCallsInit) {
    this.components = components
    this.init = init
    this.log = components.logger.forComponent('groupcall')
    this.sessions = init.sessions ?? createSessionCounter()
    this.members = new PossibleMembers({ peerId: components.peerId, entries: init.entries ?? [] })
    this.entry = new NetworkEntry(components, init.entries ?? [])
    this.entry.addEventListener('connection', ({ detail }) => { this.onEntry(detail) })
    this.entry.addEventListener('failure', ({ detail: { address, error } }) => {
      this.joins.forEach(join => { join.onEntryFailure(address, error) })
      this.lobbies.forEach(lobby => { lobby.onEntryFailure(address, error) })
    })
  }

  isStarted (): boolean {
    return this.started
  }

  start (): void {
    this.started = true
  }

  /** Addresses are listened on by now: whoever is dialled can dial back */
  afterStart (): void {
    this.entry.start()
  }

  async beforeStop (): Promise<void> {
    await Promise.all([...[...this.joins].map(async join => join.call.leave()), ...[...this.lobbies].map(async lobby => lobby.stop())])
  }

  stop (): void {
    this.started = false
    this.entry.stop()
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
  create (group: Group, init: CallInit = {}): GroupCall {
    const configuration: RTCConfiguration = {
      iceServers: init.iceServers,
      iceTransportPolicy: init.iceTransportPolicy,
      // voice and data channel share one transport, so candidates are gathered once
      bundlePolicy: 'max-bundle'
    }

    return new GroupCall(this.components, {
      joiner: { join: async (call, options) => this.runJoin(call, init, options) },
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
      contacts: init.contacts,
      microphone: init.microphone ?? new ListenOnlyMicrophone('No microphone was given'),
      createConnection: () => new RTCPeerConnection(configuration),
      limits: this.init.limits
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
   * See who is in the call of a group, without joining it. It stops when one joins.
   *
   * @throws {InvalidCallStateError} when this peer is in that call: the call knows better
   */
  async look (group: Group, init: Pick<CallInit, 'name' | 'addresses'> & AbortOptions = {}): Promise<Lobby> {
    init.signal?.throwIfAborted()

    // members would take its session, a newer one, for another process that has replaced the call's
    if (this.calls.some(call => !isOver(call.state) && equals(call.group.id, group.id))) {
      throw new InvalidCallStateError('This peer is in the call of that group already: its `participants` are who is in it')
    }

    const keys = deriveGroupKeys(group)
    const lobby: Lobby = new Lobby(this.components, {
      identity: this.init.identity,
      group,
      keys,
      name: init.name == null ? '' : checkName(init.name, 'A person'),
      log: this.log,
      createDiscovery: alone => this.createDiscovery(keys, alone, true),
      createEntry: (introduce, isKnown) => new Entry({ log: this.log, introduce, isKnown }),
      peerIdOf,
      onStop: () => { this.lobbies.delete(lobby) }
    })

    init.addresses?.forEach(address => { this.entry.add(address) })
    this.lobbies.add(lobby)

    try {
      await lobby.start(this.ownAddresses(), this.members.list(group.id, init.addresses), this.openEntries(), init)
    } catch (err) {
      await lobby.stop()

      throw err
    }

    return lobby
  }

  /** A peer on the local network: it may be a member */
  addNeighbour (peer: PeerInfo): void {
    this.members.addNeighbour(peer)
    this.joins.forEach(join => { join.onCandidate(neighbour(peer)) })
  }

  private async runJoin (call: GroupCall, { addresses }: CallInit, { signal }: AbortOptions): Promise<void> {
    const { group } = call
    addresses?.forEach(address => { this.entry.add(address) })

    const entry = new Entry({
      log: this.log,
      isKnown: peer => call.isParticipant(sessionKeyOf(peer.id)),
      introduce: async (peer, signal) => call.introduce(peer, { signal })
    })
    const join = new Join({
      call,
      createDiscovery: now => this.createDiscovery(deriveGroupKeys(now), () => call.participants.length === 0, false),
      entry,
      log: this.log,
      peerIdOf,
      ownAddresses: () => this.ownAddresses(),
      openEntries: () => this.openEntries()
    })
    const pastEpochs = new PastEpochs(this.components, {
      identity: this.init.identity,
      call,
      // who is alone may be so since the others have missed the end of an epoch
      createDiscovery: past => this.createDiscovery(past, () => call.participants.length === 0, false),
      createEntry: (introduce, isKnown) => new Entry({ log: this.log, introduce, isKnown }),
      peerIdOf,
      ownAddresses: () => this.ownAddresses(),
      openEntries: () => this.openEntries(),
      log: this.log
    })

    this.joins.add(join)
    call.addEventListener('participant:join', ({ detail: { publicKey, addresses } }) => { this.members.lastKnown.set(group.id, publicKey, addresses) })
    call.addEventListener('state', ({ detail }) => {
      if (detail === 'ended') {
        this.joins.delete(join)
        pastEpochs.stop()
      }
    })

    const lobbies = this.lobbiesOf(group)

    await Promise.all([
      join.run({
        expectsEntry: (this.init.entries ?? []).length > 0,
        members: [...lobbies.flatMap(({ members }) => members).map(known), ...this.members.list(group.id, addresses)],
        signal
      }),
      // whom they have found is asked; their own questions would be of a session that is over
      ...lobbies.map(async lobby => lobby.stop())
    ])
    pastEpochs.start()
  }

  private createDiscovery (keys: GroupKeys, alone: () => boolean, findOnly: boolean): Discovery {
    return new Discovery(this.components, { keys, dhtProtocol: this.init.dhtProtocol ?? DEFAULT_DHT_PROTOCOL, proofs: this.init.proofs, privateAddresses: this.init.privateAddresses, alone, findOnly, now: this.init.now })
  }

  private ownAddresses (): Multiaddr[] {
    return selectAddresses(this.components.addressManager.getAddresses())
  }

  private openEntries (): Connection[] {
    return [...this.entries.values()].filter(({ status }) => status === 'open')
  }

  /** Where somebody has already been asked who is in the call */
  private lobbiesOf (group: Group): Lobby[] {
    return [...this.lobbies].filter(lobby => equals(lobby.group.id, group.id))
  }

  private onEntry (connection: Connection): void {
    this.entries.set(connection.remotePeer.toString(), connection)

    if (this.init.relay === true) {
      reserve(this.components, connection, this.log)
    }

    this.joins.forEach(join => { join.onEntry(connection) })
    this.lobbies.forEach(lobby => { lobby.onEntry(connection) })
  }
}

function peerIdOf (sessionKey: string): PeerId {
  return peerIdFromPublicKey(publicKeyFromRaw(fromString(sessionKey, 'base16')))
}

/** 64 hex digits; those of an empty key for a peer that cannot be a member */
function sessionKeyOf (peer: PeerId): string {
  return peer.type === 'Ed25519' ? toString(peer.publicKey.raw, 'base16') : ''
}

/**
 * Add calls to a libp2p node: `services: { calls: groupCalls({ identity }) }`.
 * The node needs identify, and a DHT as peer routing.
 */
export function groupCalls (init: GroupCallsInit): (components: GroupCallsComponents) => GroupCalls {
  return components => new GroupCalls(components, init)
}
