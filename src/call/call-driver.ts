import { ForgedMessageError } from '../errors.ts'
import { deriveGroupKeys, proveTicket } from '../group/index.ts'
import { LINK_LIMITS } from '../link/index.ts'
import { GroupCallMesh, isOver } from '../mesh/index.ts'
import { patientTimers } from '../patient-timers.ts'
import { BadMessageError, counterOf, hexKeyOf, LocalSession, Signaling } from '../signaling/index.ts'
import { CallLog } from './call-log.ts'
import { EffectRunner } from './effect-runner.ts'
import { feedMeshEvents } from './mesh-events.ts'
import { addressed, createMeshSignaling } from './mesh-signaling.ts'
import { CallProtocol } from './protocol/call-protocol.ts'
import { Reconnection } from './reconnection.ts'
import { RosterEditor } from './roster-editor.ts'
import { peerOf, sessionKeyOf } from './session-peer.ts'
import { Voices } from './voices.ts'
import type { Emit, GroupCallInit, LeaveOptions } from './call-events.ts'
import type { EffectTarget } from './effect-runner.ts'
import type { ParticipantRecord } from './protocol/participants.ts'
import type { Answer, Effect, ProtocolInput } from './protocol/types.ts'
import type { Surroundings } from './reconnection.ts'
import type { Group, GroupKeys } from '../group/index.ts'
import type { Disturbance } from '../network/network-watch.ts'
import type { ConnectOptions, Forgery, ReceivedMessage, RosterMessage, SignalingComponents, SignalMessage, SignedPresence } from '../signaling/index.ts'
import type { Logger, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** What happens in a call that the way into it has to know */
export interface CallListener {
  /** The group has changed, and the call has adopted it; `renewed` if it has a new epoch */
  onAdoption(renewed: boolean): void
  /** A member has answered our request to be let in; `sessionKey` has 64 hex digits, here and below */
  onAnswer?(sessionKey: string, answer: Answer): void
  /** We have not let a session in, so it won't let us in */
  onTurnedAway?(sessionKey: string): void
  /** A stream ended before its other end had proved that it belongs to the group */
  onStranger?(sessionKey: string): void
  /** Called when a participant has gone; `left` if it won't return in this session */
  onParted?(record: ParticipantRecord, left: boolean): void
}

/**
 * Runs a call: feeds the protocol with everything that happens, and carries out its
 * effects
 */
export class CallDriver {
  /** The session of this join, also used in the group's past epochs */
  readonly session = new LocalSession(0)
  readonly protocol: CallProtocol
  readonly mesh: GroupCallMesh
  readonly rosterEditor: RosterEditor

  private readonly log: Logger
  private readonly callLog: CallLog
  private readonly init: GroupCallInit
  private readonly emit: Emit
  private readonly signaling: Signaling
  private readonly voices: Voices
  private readonly runner: EffectRunner
  private readonly reconnection: Reconnection
  private readonly listeners: CallListener[] = []
  private keys: GroupKeys
  private opened = false
  private entering?: Promise<void>
  /** Set once we have begun to leave */
  private farewell?: Promise<void>
  private queue: Effect[] = []
  private running = false
  private timer?: ReturnType<typeof setTimeout>
  private readonly onContacts = (): void => { this.feed({ type: 'contacts' }) }

  /**
   * @param components
   * @param init
   * @param emit - dispatches an event of the call
   */
  constructor (components: SignalingComponents, init: GroupCallInit, emit: Emit) {
    const { publicKey } = init.identity
    const log = components.logger.forComponent('groupcall:call')

    this.init = init
    this.emit = emit
    this.keys = init.keys
    this.log = log
    this.callLog = new CallLog(log)
    this.signaling = new Signaling(components, {
      server: init.server,
      identity: init.identity,
      keys: init.keys,
      session: this.session,
      dials: init.dials,
      name: init.name,
      callId: () => this.protocol.callId,
      receive: message => { this.onMessage(message) },
      greeting: () => this.greeting(),
      introducers: to => this.protocol.participants.presencesOf(this.protocol.introducersOf(to.publicKey)),
      isParticipant: publicKey => this.protocol.participants.has(publicKey),
      isMember: publicKey => this.protocol.isMember(publicKey),
      timers: init.timers
    })
    this.protocol = new CallProtocol({
      local: localParticipant(publicKey, this.signaling),
      name: init.name,
      group: init.group,
      muted: init.muted,
      contacts: init.contacts,
      carry: init.carry,
      carried: init.carried,
      tickets: init.tickets,
      wallClock: () => init.clock.now(),
      raceLimit: init.limits?.raceLimit
    })
    this.rosterEditor = new RosterEditor({ identity: init.identity, protocol: this.protocol, feed: input => { this.feed(input) }, updateGroup: init.updateGroup })
    this.mesh = new GroupCallMesh({
      publicKey,
      signaling: createMeshSignaling((to, message) => {
        this.protocol.participants.presencesOf([to]).forEach(presence => { this.signaling.send(presence, addressed(message, this.protocol, to)) })
      }),
      createConnection: init.createConnection,
      preparedOffer: publicKey => {
        const [presence] = this.protocol.participants.presencesOf([publicKey])

        return presence == null ? undefined : init.earlyOffer?.take(hexKeyOf(presence))
      },
      microphone: init.microphone,
      opus: init.opus,
      limits: init.limits,
      isHeard: publicKey => this.protocol.isHeard(publicKey),
      log: components.logger.forComponent('groupcall:mesh')
    })
    this.voices = new Voices({ participants: this.protocol.participants, mesh: this.mesh, emit, log })
    this.runner = new EffectRunner({ target: this.effectTarget(), mesh: this.mesh, signaling: this.signaling, voices: this.voices, contacts: init.contacts, emit, callLog: this.callLog, log })
    this.reconnection = new Reconnection({
      mesh: this.mesh,
      signaling: this.signaling,
      protocol: this.protocol,
      greeting: () => this.greeting(),
      goneLimit: init.limits?.goneLimit ?? LINK_LIMITS.goneLimit,
      timers: init.timers ?? patientTimers,
      log
    })
    init.contacts?.addEventListener?.('change', this.onContacts)
    this.signaling.addEventListener('forged', ({ detail }) => { this.onForged(detail) })
    this.signaling.addEventListener('version', ({ detail }) => { this.feed({ type: 'version', ...detail }) })
    this.signaling.addEventListener('gone', ({ detail: { publicKey, session } }) => { this.feed({ type: 'gone', publicKey, session }) })
    this.signaling.addEventListener('dead', ({ detail: { publicKey, session } }) => { this.feed({ type: 'dead', publicKey, session }) })
    this.signaling.addEventListener('stranger', ({ detail: { sessionKey } }) => { this.listeners.forEach(listener => { listener.onStranger?.(sessionKey) }) })
    feedMeshEvents({
      mesh: this.mesh,
      signaling: this.signaling,
      voices: this.voices,
      participants: this.protocol.participants,
      feed: input => { this.feed(input) },
      emit,
      log
    })
  }

  /** Whether we have begun to leave */
  get leaving (): boolean {
    return this.farewell != null
  }

  /** Whether the call is being left, or has ended */
  get over (): boolean {
    return this.leaving || isOver(this.mesh.state)
  }

  /** What the safety code is derived from besides public keys, 32 bytes */
  get context (): Uint8Array {
    return this.keys.context
  }

  /** How many messages were dropped, by reason */
  get dropped (): Record<string, number> {
    return { ...this.mesh.dropped, ...this.signaling.dropped }
  }

  listen (listener: CallListener): void {
    this.listeners.push(listener)
  }

  /** Becomes reachable for other members. Nobody is asked to let us in yet */
  async open (addresses: Multiaddr[]): Promise<void> {
    this.session.renew(this.session.id, await this.init.sessions.next())
    await this.signaling.start(addresses)
    this.opened = true
  }

  /** Asks a member to let us in; resolves when the request has been sent */
  async introduce (peer: PeerInfo, options: ConnectOptions = {}): Promise<void> {
    // as late as possible: the offer may be there by then
    await this.signaling.introduce(peer, () => this.request(sessionKeyOf(peer.id)), options)
  }

  /** Returns whether the session key (64 hex digits) is a participant's, or the local one */
  isParticipant (sessionKey: string): boolean {
    return sessionKey === this.signaling.sessionKey || this.protocol.participants.bySessionKey(sessionKey) != null
  }

  /** Returns whether a session (64 hex digits) is the local one, or a participant's that we hear or are about to */
  isReached (sessionKey: string): boolean {
    const linkState = this.protocol.participants.bySessionKey(sessionKey)?.linkState

    return sessionKey === this.signaling.sessionKey || (linkState != null && linkState !== 'reconnecting')
  }

  /** The network has changed, or this process has slept: tells the others where we are, and repairs what broke */
  recover (disturbance: Disturbance, surroundings: Surroundings): void {
    if (!this.over) {
      this.reconnection.recover(disturbance, surroundings)
    }
  }

  /** Tells the others where they can dial this peer now, unless they know: see {@link Reconnection.announce} */
  announce (addresses: Multiaddr[]): void {
    if (this.opened && !this.over) {
      this.reconnection.announce(addresses).catch(err => { this.log.error('could not announce other addresses - %e', err) })
    }
  }

  /** Tells the others another name of the local participant, and signs it for those that they introduce us to */
  rename (name: string): void {
    this.feed({ type: 'rename', name })
    this.signaling.renewName(name).then(() => {
      if (!this.over) {
        this.protocol.participants.list.forEach(({ presence }) => { this.signaling.send(presence, this.greeting()) })
      }
    }, err => { this.log.error('could not sign another name - %e', err) })
  }

  /** Opens a path to each participant that we were linked with and no longer hear, for the messages that repair the link */
  reachLost (): void {
    this.protocol.participants.list
      .filter(({ met, linkState }) => met && linkState !== 'connected')
      .forEach(({ presence }) => {
        this.signaling.dial(presence, true).then(opened => {
          if (opened) {
            this.reconnection.onPath(presence.publicKey)
          }
        }, err => { this.log('could not dial a lost participant - %e', err) })
      })
  }

  /** Takes a roster, whose signatures have been checked, from a member outside this call */
  receiveRoster (presence: SignedPresence, message: RosterMessage): void {
    this.feed({ type: 'roster', presence, message })
  }

  /** Everyone who could be found has been asked: begins the call unless a member has let us in, or refused */
  onSearched (): void {
    this.feed({ type: 'exhausted' })
  }

  /** Resolves when the microphone is open; at once while nobody has let us in */
  async enter (): Promise<void> {
    await this.entering
  }

  /** See `GroupCall.leave` */
  async leave ({ immediately = false }: LeaveOptions = {}): Promise<void> {
    this.farewell ??= this.sayGoodbye(immediately)
    await this.farewell

    clearTimeout(this.timer)
    this.reconnection.stop()
    this.init.contacts?.removeEventListener?.('change', this.onContacts)
    await this.signaling.stop()
    await this.mesh.leaveCall()
    this.voices.stop()
  }

  /** Hands an input to the protocol and carries out its effects one by one; returns them */
  feed (input: ProtocolInput): Effect[] {
    this.callLog.input(input)
    const effects = this.protocol.handle(input, performance.now())
    this.queue.push(...effects)

    // an effect may cause another input, whose effects come after those before
    if (!this.running) {
      this.running = true

      try {
        for (let effect = this.queue.shift(); effect != null; effect = this.queue.shift()) {
          this.runEffect(effect)
        }
      } finally {
        this.running = false
      }
    }

    this.scheduleWake()

    return effects
  }

  private runEffect (effect: Effect): void {
    try {
      this.runner.run(effect)
    } catch (err) {
      // no message from others may end the call
      this.log.error('%s failed - %e', effect.type, err)
    }
  }

  private scheduleWake (): void {
    const { nextWake } = this.protocol
    clearTimeout(this.timer)

    if (nextWake != null && !this.leaving) {
      this.timer = setTimeout(() => { this.feed({ type: 'time' }) }, Math.max(0, Math.ceil(nextWake - performance.now())))
    }
  }

  private async sayGoodbye (immediately: boolean): Promise<void> {
    const goodbye = this.protocol.handle({ type: 'leave' }, performance.now()).find(effect => effect.type === 'goodbye')

    this.log('leave, and say goodbye to %d participants', goodbye?.participants.length ?? 0)

    // after a goodbye, nothing more goes over a link
    if (!immediately) {
      await this.signaling.flush()
    }

    const carriers = immediately ? [] : goodbye?.carriers ?? []
    const told = this.mesh.sayGoodbye(carriers)
    const untold = [...goodbye?.participants ?? [], ...goodbye?.others ?? []].filter(({ publicKey }) => !told.includes(publicKey))
      // those who pass it on to the others are told last, over the same path
      .sort((a, b) => Number(this.signaling.hasPath(a)) - Number(this.signaling.hasPath(b)))
    untold.forEach(presence => { this.signaling.send(presence, { type: 'leave' }) })
    this.signaling.withdraw()
  }

  private effectTarget (): EffectTarget {
    return {
      enter: participants => {
        this.entering = this.mesh.joinCall(this.protocol.callId, participants)
        this.entering.catch(err => { this.end(err) })
      },
      changeKeys: async (group, staying) => this.changeKeys(group, staying),
      changeRoster: async ({ add = [] }) => {
        await Promise.all(add.map(async publicKey => this.rosterEditor.admit(publicKey)))
      },
      adopted: (renewed, bearer) => {
        this.listeners.forEach(listener => { listener.onAdoption(renewed) })
        this.feed({ type: 'adopted', bearer })
      },
      ask: member => { this.ask(member) },
      parted: (record, left) => { this.listeners.forEach(listener => { listener.onParted?.(record, left) }) },
      answered: (sessionKey, answer) => { this.listeners.forEach(listener => { listener.onAnswer?.(sessionKey, answer) }) },
      turnedAway: sessionKey => { this.listeners.forEach(listener => { listener.onTurnedAway?.(sessionKey) }) },
      renewSession: (above, member) => {
        this.renewSession(above, member).catch(err => { this.log.error('could not start a newer session - %e', err) })
      },
      clock: (publicKey, time) => { this.init.clock.addReport(publicKey, time, { member: true }) },
      end: error => { this.end(error) }
    }
  }

  private async changeKeys (group: Group, staying: SignedPresence[]): Promise<void> {
    this.keys = deriveGroupKeys(group)
    // keep reading from removed participants until they are disconnected: they may send a rival branch of the roster
    await this.signaling.changeKeys(this.keys, this.protocol.participants.list.map(({ presence }) => presence))
    // a greeting in the new epoch shows the others who we are there
    staying.forEach(presence => { this.signaling.send(presence, this.greeting()) })
  }

  /** Others remember a newer session of ours, and take this one for its ghost */
  private async renewSession (above: SignedPresence, member: SignedPresence): Promise<void> {
    this.session.renew(above.session, await this.init.sessions.next(counterOf(above.session)))
    await this.signaling.renewSession()
    await this.introduce(peerOf(member))
  }

  private ask (member: SignedPresence): void {
    this.introduce(peerOf(member)).catch(err => { this.log('could not ask a member again - %e', err) })
  }

  private onMessage ({ presence, callId, message, frame, current }: ReceivedMessage): void {
    if (this.over) {
      return
    }

    this.mesh.markAlive(presence.publicKey)

    // what a participant sends first on a path that it has opened
    if (message.type === 'welcome' || message.type === 'join') {
      this.reconnection.onPath(presence.publicKey)
    }

    const dropped = this.feed({ type: 'message', presence, callId, message, frame, current }).find(effect => effect.type === 'drop')

    if (dropped != null) {
      throw new BadMessageError(dropped.reason, { violation: dropped.violation })
    }
  }

  /** Everything forged is counted; the user is told if it concerns a participant */
  private onForged ({ sender, carrier }: Forgery): void {
    const { participants } = this.protocol
    const participant = participants.get(sender)

    if (participant != null) {
      const by = participants.bySessionKey(carrier)
      this.emit('problem', { participant, error: new ForgedMessageError(by === participant ? undefined : by) })
    }
  }

  private request (sessionKey: string): SignalMessage & { type: 'join' } {
    const { earlyOffer, expires, identity, ticket } = this.init

    return {
      type: 'join',
      state: this.protocol.state,
      others: this.protocol.met,
      expires,
      offer: earlyOffer?.parametersFor(sessionKey),
      ticket: ticket == null ? undefined : proveTicket(ticket, this.protocol.group.id, identity.publicKey)
    }
  }

  /** Introduces us to a session that knows nothing of us yet */
  private greeting (): SignalMessage & { type: 'welcome' } {
    return { type: 'welcome', presences: [], informed: [], others: this.protocol.met, state: this.protocol.state }
  }

  /** The call is over for us */
  private end (error: Error): void {
    this.emit('problem', { error })
    this.leave().catch(err => { this.log.error('leaving failed - %e', err) })
  }
}

function localParticipant (publicKey: string, signaling: Signaling): { publicKey: string, readonly session: string, readonly presence: SignedPresence } {
  return {
    publicKey,
    get session () {
      return signaling.session
    },
    get presence () {
      return signaling.presence
    }
  }
}
