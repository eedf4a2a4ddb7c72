import { ForgedMessageError, InvalidCallStateError } from '../errors.ts'
import { changeRoster, deriveGroupKeys, isMember, proveTicket } from '../group/index.ts'
import { GroupCallMesh, isOver } from '../mesh/index.ts'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { BadMessageError, counterOf, LocalSession, Signaling } from '../signaling/index.ts'
import { EffectRunner } from './effect-runner.ts'
import { createMeshSignaling } from './mesh-signaling.ts'
import { CallProtocol } from './protocol/call-protocol.ts'
import { isHeardByOthers } from './protocol/participants.ts'
import { safetyCode } from './safety-code.ts'
import { peerOf } from './session-peer.ts'
import { Voices } from './voices.ts'
import type { Adoption, Emit, GroupCallEvents, GroupCallInit, LeaveOptions } from './call-events.ts'
import type { EffectTarget } from './effect-runner.ts'
import type { TrustOptions } from './protocol/identity-pinning.ts'
import type { Knock } from './protocol/knock-queue.ts'
import type { Participant } from './protocol/participants.ts'
import type { Effect, ProtocolInput } from './protocol/types.ts'
import type { Group, GroupKeys, Roster, RosterChange } from '../group/index.ts'
import type { Microphone } from '../media/index.ts'
import type { BandwidthEstimate, CallState } from '../mesh/index.ts'
import type { Forgery, ReceivedMessage, SignalingComponents, SignalMessage, SignedPresence } from '../signaling/index.ts'
import type { AbortOptions, Logger, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * A call in a group, as one of its participants has it: feeds the protocol with what
 * happens and does what it wants done
 */
export class GroupCall extends SafeEventEmitter<GroupCallEvents> {
  readonly publicKey: string
  readonly name: string
  /**
   * Of this join; also used in the group's past epochs
   *
   * @internal
   */
  readonly session = new LocalSession(0)

  private readonly log: Logger
  private readonly init: GroupCallInit
  private readonly protocol: CallProtocol
  private readonly mesh: GroupCallMesh
  private readonly signaling: Signaling
  private readonly voices: Voices
  private readonly runner: EffectRunner
  private readonly adoptions: Array<(adoption: Adoption) => void> = []
  private readonly refusals: Array<(sessionKey: string) => void> = []
  private keys: GroupKeys
  private joined = false
  private entering?: Promise<void>
  /** The last change of the roster by the local participant */
  private changing: Promise<void> = Promise.resolve()
  /** Everybody is being told that we leave, or has been */
  private farewell?: Promise<void>
  private queue: Effect[] = []
  private running = false
  private timer?: ReturnType<typeof setTimeout>
  private readonly onContacts = (): void => { this.feed({ type: 'contacts' }) }

  constructor (components: SignalingComponents, init: GroupCallInit) {
    super(components.logger.forComponent('groupcall:call'))

    this.init = init
    this.name = init.name
    this.keys = init.keys
    this.publicKey = init.identity.publicKey
    this.log = components.logger.forComponent('groupcall:call')
    const emit: Emit = (type, detail) => { this.safeDispatchEvent(type, { detail }) }

    this.signaling = new Signaling(components, {
      identity: init.identity,
      keys: init.keys,
      session: this.session,
      name: init.name,
      callId: () => this.callId,
      receive: message => { this.onMessage(message) },
      greeting: () => this.greeting(),
      introducers: to => this.presencesOf(this.protocol.introducersOf(to.publicKey)),
      isParticipant: publicKey => this.protocol.participants.has(publicKey)
    })
    this.protocol = new CallProtocol({
      local: localParticipant(this.publicKey, this.signaling),
      name: init.name,
      group: init.group,
      muted: init.muted,
      contacts: init.contacts,
      tickets: init.tickets
    })
    this.mesh = new GroupCallMesh({
      publicKey: this.publicKey,
      signaling: createMeshSignaling((to, message) => {
        this.presencesOf([to]).forEach(presence => { this.signaling.send(presence, message) })
      }),
      createConnection: init.createConnection,
      microphone: init.microphone,
      opus: init.opus,
      limits: init.limits,
      isHeard: publicKey => isHeardByOthers(publicKey, this.participants),
      log: components.logger.forComponent('groupcall:mesh')
    })
    this.voices = new Voices({ participants: this.protocol.participants, mesh: this.mesh, emit, log: this.log })
    this.runner = new EffectRunner({ target: this.effectTarget(), mesh: this.mesh, signaling: this.signaling, voices: this.voices, contacts: init.contacts, emit, log: this.log })
    init.contacts?.addEventListener?.('change', this.onContacts)
    this.signaling.addEventListener('forged', ({ detail }) => { this.onForged(detail) })
    this.signaling.addEventListener('gone', ({ detail: { publicKey, session } }) => { this.feed({ type: 'gone', publicKey, session }) })
    this.listenToMesh(emit)
  }

  /** 32 lower-case hex digits; of two calls that merge the lower one stays */
  get callId (): string {
    return this.protocol.callId
  }

  get state (): CallState {
    if (this.farewell != null && this.mesh.state !== 'ended') {
      return 'leaving'
    }

    return this.joined && this.mesh.state === 'idle' ? 'joining' : this.mesh.state
  }

  /** The group as it is now */
  get group (): Group {
    return this.protocol.group
  }

  /** People who are not on the roster and wait for us, an owner, to let them in */
  get knocks (): Knock[] {
    return this.protocol.knocks
  }

  /**
   * Whether the local participant is in the call, be it alone
   *
   * @internal
   */
  get entered (): boolean {
    return this.protocol.entered
  }

  /** The others in the call */
  get participants (): Participant[] {
    return this.protocol.participants.list
  }

  get microphone (): Microphone | undefined {
    return this.mesh.microphone
  }

  get muted (): boolean {
    return this.protocol.muted
  }

  /** How many messages were dropped, by reason */
  get dropped (): Record<string, number> {
    return { ...this.mesh.dropped, ...this.signaling.dropped }
  }

  /** Everybody in the call sees the same number: read it out to know that nobody is in the middle */
  get safetyCode (): string {
    return safetyCode([this.publicKey, ...this.protocol.participants.publicKeys], this.keys.context)
  }

  /**
   * Joins the call, or begins one when nobody else is there. Resolves as soon as a
   * member has let us in, or it is certain that nobody is there: links may still be
   * connecting, and the search for members goes on until the call ends. A join that
   * fails leaves the call.
   *
   * @throws {InvalidCallStateError} when the call was joined or left before
   * @throws {GroupCallFullError} when eight others are in the call
   * @throws {JoinRefusedError} when everybody who could be asked refused
   * @throws {AbortError} when the call was left while joining
   */
  async join (options: AbortOptions = {}): Promise<void> {
    if (this.state !== 'idle') {
      throw new InvalidCallStateError('A call can be joined once: create another one to join again')
    }

    this.joined = true
    this.safeDispatchEvent('state', { detail: 'joining' })

    try {
      await this.init.joiner.join(this, options)
    } catch (err) {
      await this.leave()

      throw err
    }
  }

  /**
   * Becomes reachable for other members. Nobody is asked to be let in yet.
   *
   * @internal
   */
  async open (addresses: Multiaddr[], options: AbortOptions = {}): Promise<void> {
    this.session.renew(this.session.id, await this.init.sessions.next())
    await this.signaling.start(addresses, options)
  }

  /**
   * Asks a member to be let in; resolves when the request has been sent
   *
   * @internal
   */
  async introduce (peer: PeerInfo, options: AbortOptions = {}): Promise<void> {
    await this.signaling.introduce(peer, this.request(), options)
  }

  /**
   * Returns whether the session key (64 hex digits) is a participant's, or the local one
   *
   * @internal
   */
  isParticipant (sessionKey: string): boolean {
    return sessionKey === this.signaling.sessionKey || this.protocol.participants.bySessionKey(sessionKey) != null
  }

  /**
   * Called with the session keys of peers that do not speak the group's protocol
   *
   * @internal
   */
  onStranger (listener: (sessionKey: string) => void): void {
    this.signaling.addEventListener('stranger', ({ detail }) => { listener(detail.sessionKey) })
  }

  /**
   * Called with the session keys of members who have not let us in
   *
   * @internal
   */
  onRefused (listener: (sessionKey: string) => void): void {
    this.refusals.push(listener)
  }

  /**
   * Called when the group has changed, after the call has taken it
   *
   * @internal
   */
  onAdoption (listener: (adoption: Adoption) => void): void {
    this.adoptions.push(listener)
  }

  /**
   * Whether the local participant is on the roster, or needs nobody's leave
   *
   * @internal
   */
  get belongs (): boolean {
    return this.protocol.belongs
  }

  /** @internal */
  hasMember (publicKey: string): boolean {
    return this.protocol.isMember(publicKey)
  }

  /**
   * Takes a roster from somebody who is not in this call; its signatures have been checked
   *
   * @internal
   */
  receiveRoster (presence: SignedPresence, roster: Roster, secret?: Uint8Array): void {
    this.feed({ type: 'roster', presence, roster, secret })
  }

  /**
   * Everybody who could be found has been asked: begins the call unless somebody has let us in, or refused
   *
   * @internal
   */
  onSearched (): void {
    this.feed({ type: 'exhausted' })
  }

  /**
   * Resolves when the microphone is open; at once while nobody has let us in
   *
   * @internal
   */
  async enter (): Promise<void> {
    await this.entering
  }

  /** Silences the microphone for everybody at once, and tells them */
  mute (): void {
    this.feed({ type: 'mute', muted: true })
  }

  unmute (): void {
    this.feed({ type: 'mute', muted: false })
  }

  /**
   * Replaces the microphone; nobody hears a gap longer than a few ms. The one before
   * is stopped.
   */
  async setMicrophone (microphone: Microphone): Promise<void> {
    await this.mesh.setMicrophone(microphone)
  }

  /** Sends a chat message to everybody who is not held: at most 4 KiB of UTF-8 */
  sendMessage (text: string): void {
    this.feed({ type: 'chat', text })
  }

  /**
   * The user has checked, some other way, that a changed key belongs to the named
   * person: from now on they hear each other. Does nothing for a participant that
   * isn't held.
   */
  trust (publicKey: string, options?: TrustOptions): void {
    this.feed({ type: 'trust', publicKey, options })
  }

  /**
   * As an owner: changes the roster of the group. Everybody in the call takes it at
   * once, and disconnects those who were removed. Changes are made one after the other.
   *
   * @throws {InvalidParametersError} with what to do
   */
  async changeRoster (change: RosterChange): Promise<void> {
    const changed = this.changing.then(async () => {
      this.feed({ type: 'group', group: await changeRoster(this.group, this.init.identity, change) })
    })
    this.changing = changed.catch(() => {})
    await changed
  }

  /** As an owner: lets in somebody who knocked */
  async admit (publicKey: string): Promise<void> {
    const changed = this.changing.then(async () => {
      if (isMember(this.group, publicKey)) {
        this.feed({ type: 'admit', publicKey })
      } else {
        this.feed({ type: 'group', group: await changeRoster(this.group, this.init.identity, { add: [publicKey] }) })
      }
    })
    this.changing = changed.catch(() => {})
    await changed
  }

  /** As an owner: does not let in somebody who knocked */
  deny (publicKey: string): void {
    this.feed({ type: 'deny', publicKey })
  }

  /** Takes a newer state of the group that came some other way, for example from a file; an older one is ignored */
  adopt (group: Group): void {
    this.feed({ type: 'group', group })
  }

  /**
   * Returns what a call costs each participant
   *
   * @param participantCount - as many as now by default
   */
  estimateBandwidth (participantCount?: number): BandwidthEstimate {
    return this.mesh.estimateBandwidth(participantCount)
  }

  /**
   * Says goodbye to everybody, closes every connection and stops the microphone.
   * Idempotent.
   */
  async leave ({ atOnce = false }: LeaveOptions = {}): Promise<void> {
    this.farewell ??= this.sayGoodbye(atOnce)
    await this.farewell

    clearTimeout(this.timer)
    this.init.contacts?.removeEventListener?.('change', this.onContacts)
    await this.signaling.stop()
    await this.mesh.leaveCall()
    this.voices.stop()
  }

  private async sayGoodbye (atOnce: boolean): Promise<void> {
    const goodbye = this.protocol.handle({ type: 'leave' }, performance.now()).find(effect => effect.type === 'goodbye')
    // after a goodbye nothing goes over a link any more
    const carriers = atOnce ? [] : goodbye?.carriers ?? []
    const told = [...this.mesh.sayGoodbye(carriers), ...carriers]
    const untold = [...goodbye?.participants ?? [], ...goodbye?.others ?? []].filter(({ publicKey }) => !told.includes(publicKey))
    untold.forEach(presence => { this.signaling.send(presence, { type: 'leave' }) })
    this.signaling.withdraw()

    if (carriers.length > 0) {
      await this.signaling.flush()
      this.mesh.sayGoodbye()
    }
  }

  /** Hands an input to the protocol and does what comes of it, one effect after the other; returns the effects */
  private feed (input: ProtocolInput): Effect[] {
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
      // whatever others say must not end the call
      this.log.error('%s failed - %e', effect.type, err)
    }
  }

  private scheduleWake (): void {
    const { nextWake } = this.protocol
    clearTimeout(this.timer)

    if (nextWake != null && this.farewell == null) {
      this.timer = setTimeout(() => { this.feed({ type: 'time' }) }, Math.max(0, Math.ceil(nextWake - performance.now())))
    }
  }

  private effectTarget (): EffectTarget {
    return {
      enter: participants => {
        this.entering = this.mesh.joinCall(this.callId, participants)
        this.entering.catch(err => { this.fail(err) })
      },
      changeKeys: async (group, staying) => {
        this.keys = deriveGroupKeys(group)
        await this.signaling.changeKeys(this.keys, staying)
        // the others know by a greeting in the new epoch who we are there
        staying.forEach(presence => { this.signaling.send(presence, this.greeting()) })
      },
      changeRoster: async ({ add = [] }) => {
        await Promise.all(add.map(async publicKey => this.admit(publicKey)))
      },
      adopted: (renewed, bearer) => { this.adoptions.forEach(listener => { listener({ renewed, bearer }) }) },
      refused: sessionKey => { this.refusals.forEach(listener => { listener(sessionKey) }) },
      renewSession: (above, member) => {
        this.renewSession(above, member).catch(err => { this.log.error('could not start a newer session - %e', err) })
      },
      end: error => { this.fail(error) }
    }
  }

  /** Others remember a newer session of ours, so that they take this one for its ghost */
  private async renewSession (above: SignedPresence, member: SignedPresence): Promise<void> {
    this.session.renew(above.session, await this.init.sessions.next(counterOf(above.session)))
    await this.signaling.renewSession()
    await this.introduce(peerOf(member))
  }

  private onMessage ({ presence, callId, message, frame, current }: ReceivedMessage): void {
    if (isOver(this.state)) {
      return
    }

    this.mesh.markAlive(presence.publicKey)
    const dropped = this.feed({ type: 'message', presence, callId, message, frame, current }).find(effect => effect.type === 'drop')

    if (dropped != null) {
      throw new BadMessageError(dropped.reason, { violation: dropped.violation })
    }
  }

  private listenToMesh (emit: Emit): void {
    const { mesh, signaling } = this
    const { participants } = this.protocol

    mesh.addEventListener('state', ({ detail }) => {
      // the call is joining before the mesh is
      if (detail !== 'joining') {
        emit('state', detail)
      }
    })
    mesh.addEventListener('limit', ({ detail }) => { emit('limit', detail) })
    mesh.addEventListener('microphone', ({ detail }) => {
      this.feed({ type: 'microphone', listenOnly: detail.track == null })
      emit('microphone', detail)
    })
    mesh.addEventListener('participant:goodbye', ({ detail }) => { this.feed({ type: 'goodbye', publicKey: detail }) })
    mesh.addEventListener('participant:lost', ({ detail }) => { this.feed({ type: 'silence', publicKey: detail }) })
    mesh.addEventListener('participant:violation', ({ detail }) => {
      this.presencesOf([detail]).forEach(presence => { signaling.reportViolation(presence) })
    })
    mesh.addEventListener('link:state', ({ detail: { participant, state } }) => { this.feed({ type: 'link', publicKey: participant, state }) })
    mesh.addEventListener('link:channel', ({ detail }) => { this.feed({ type: 'channel', publicKey: detail }) })
    mesh.addEventListener('link:stalled', ({ detail }) => { this.presencesOf([detail]).forEach(presence => { signaling.dial(presence) }) })
    mesh.addEventListener('link:message', ({ detail: { participant, bytes } }) => {
      this.presencesOf([participant]).forEach(presence => { signaling.receive(presence, bytes) })
    })
    mesh.addEventListener('link:problem', ({ detail: { participant, error } }) => { emit('problem', { participant: participants.get(participant), error }) })
    mesh.addEventListener('track', ({ detail: { participant, track } }) => { this.voices.onTrack(participant, track) })
    mesh.addEventListener('link:quality', ({ detail }) => {
      const participant = participants.get(detail.participant)

      if (participant != null) {
        participant.quality = detail
        emit('quality', { participant, quality: detail })
      }
    })
  }

  /** The user should know about participants; everything forged is counted */
  private onForged ({ sender, carrier }: Forgery): void {
    const { participants } = this.protocol
    const participant = participants.get(sender)

    if (participant != null) {
      const by = participants.bySessionKey(carrier)
      this.safeDispatchEvent('problem', { detail: { participant, error: new ForgedMessageError(by === participant ? undefined : by) } })
    }
  }

  private presencesOf (publicKeys: string[]): SignedPresence[] {
    return publicKeys.map(publicKey => this.protocol.participants.get(publicKey)?.presence).filter(presence => presence != null)
  }

  private request (): SignalMessage & { type: 'join' } {
    const { ticket, expires } = this.init

    return {
      type: 'join',
      state: this.protocol.state,
      expires,
      ticket: ticket == null ? undefined : proveTicket(ticket, this.group.id, this.publicKey)
    }
  }

  /** Introduces us to a session that knows nothing of us yet */
  private greeting (): SignalMessage & { type: 'welcome' } {
    return { type: 'welcome', presences: [], informed: [], state: this.protocol.state }
  }

  /** The call is over for us */
  private fail (error: Error): void {
    this.safeDispatchEvent('problem', { detail: { error } })
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
