import { AbortError } from '@libp2p/interface'
import { InvalidCallStateError, ReplacedError } from '../errors.ts'
import { deriveGroupKeys, newerGroup, proveTicket } from '../group/index.ts'
import { GroupCallMesh, isOver } from '../mesh/index.ts'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { LocalSession } from '../signaling/index.ts'
import { Admission } from './admission.ts'
import { CallIds } from './call-ids.ts'
import { Door } from './door.ts'
import { IdentitySignaling } from './identity-signaling.ts'
import { Links } from './links.ts'
import { Membership } from './membership.ts'
import { createMeshSignaling } from './mesh-signaling.ts'
import { OwnVoice } from './own-voice.ts'
import { isHeardByOthers } from './participant.ts'
import { People } from './people.ts'
import { Reception } from './reception.ts'
import { Roll } from './roll.ts'
import { safetyCode } from './safety-code.ts'
import type { Adoption, Emit, GroupCallEvents, GroupCallInit, LeaveOptions } from './call-events.ts'
import type { Knock } from './door.ts'
import type { TrustOptions } from './held.ts'
import type { Participant } from './participant.ts'
import type { Group, GroupKeys, Roster, RosterChange } from '../group/index.ts'
import type { Microphone } from '../media/index.ts'
import type { BandwidthEstimate, CallState } from '../mesh/index.ts'
import type { SignalingComponents, SignalMessage, SignedPresence } from '../signaling/index.ts'
import type { AbortOptions, Logger, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/**
 * A call in a group, as one of its participants has it
 */
export class GroupCall extends SafeEventEmitter<GroupCallEvents> {
  readonly publicKey: string
  readonly name: string
  /** Of this join; also where it speaks in the group's past epochs */
  readonly session = new LocalSession()

  private readonly log: Logger
  private readonly init: GroupCallInit
  private readonly mesh: GroupCallMesh
  private readonly signaling: IdentitySignaling
  private readonly membership: Membership
  private readonly callIds = new CallIds()
  private readonly people: People
  private readonly voice: OwnVoice
  private readonly links: Links
  private readonly admission: Admission
  private readonly roll: Roll
  private readonly door: Door
  private keys: GroupKeys
  /** Members who have told owners that we wait */
  private readonly doors = new Set<string>()
  private readonly adoptions: Array<(adoption: Adoption) => void> = []
  private joined = false
  private entering?: Promise<void>
  /** Everybody is being told that we leave, or has been */
  private farewell?: Promise<void>

  constructor (components: SignalingComponents, init: GroupCallInit) {
    super(components.logger.forComponent('groupcall:call'))

    this.init = init
    this.name = init.name
    this.keys = init.keys
    this.publicKey = init.identity.publicKey
    this.log = components.logger.forComponent('groupcall:call')
    this.membership = new Membership(this.publicKey)
    const emit: Emit = (type, detail) => { this.safeDispatchEvent(type, { detail }) }

    this.signaling = new IdentitySignaling(components, {
      identity: init.identity,
      keys: init.keys,
      session: this.session,
      name: init.name,
      callId: () => this.callIds.current,
      greeting: () => this.greeting(),
      // who is in the call may have met another one, which is the same call then
      acceptsCall: (callId, sender) => this.callIds.accepts(callId) || this.people.others.has(sender),
      introducers: to => [...this.door.via(to), ...this.membership.introducers(to)],
      isParticipant: publicKey => this.people.others.has(publicKey)
    })
    this.mesh = new GroupCallMesh({
      publicKey: this.publicKey,
      signaling: createMeshSignaling(this.signaling),
      createConnection: init.createConnection,
      microphone: init.microphone,
      opus: init.opus,
      limits: init.limits,
      isHeard: publicKey => isHeardByOthers(publicKey, this.participants),
      log: components.logger.forComponent('groupcall:mesh')
    })
    this.people = new People({
      mesh: this.mesh,
      signaling: this.signaling,
      membership: this.membership,
      contacts: init.contacts,
      emit,
      log: this.log
    })
    this.voice = new OwnVoice({
      name: init.name,
      muted: init.muted ?? false,
      microphone: () => this.microphone,
      others: () => this.people.others.size,
      rosterVersion: () => this.roll.version,
      onChange: state => { this.broadcast({ type: 'state', state }) }
    })
    this.links = new Links({ mesh: this.mesh, signaling: this.signaling, people: this.people, voice: this.voice, emit })
    this.roll = new Roll({
      group: init.group,
      identity: init.identity,
      signaling: this.signaling,
      others: this.people.others,
      remove: publicKey => { this.people.remove(publicKey, true) },
      onGroup: (group, renewed, from) => { this.onGroup(group, renewed, from) },
      onAlarm: version => { emit('alarm', { version }) },
      onRemoved: error => { this.fail(error) }
    })
    this.door = new Door({
      roll: this.roll,
      signaling: this.signaling,
      publicKey: this.publicKey,
      tickets: () => init.tickets?.() ?? [],
      onKnock: knock => { emit('knock', knock) },
      onKnockEnd: knock => { emit('knock:end', knock) },
      onTicket: ticket => { emit('ticket', ticket) },
      onDenied: denied => { emit('denied', denied) },
      onError: error => { this.log.error('a ticket let nobody in - %e', error) }
    })
    this.admission = new Admission({
      publicKey: this.publicKey,
      signaling: this.signaling,
      callIds: this.callIds,
      membership: this.membership,
      roll: this.roll,
      door: this.door,
      others: this.people.others,
      ownState: () => this.voice.state,
      isEntered: () => this.entered,
      add: presences => { this.add(presences) },
      update: (participant, state) => { this.people.update(participant, state) },
      remove: (publicKey, forget) => { this.people.remove(publicKey, forget) },
      onOwnIdentity: presence => { this.onOwnIdentity(presence) },
      onDenied: denied => { emit('denied', denied) },
      onWelcome: sessionKey => { emit('welcome', { sessionKey }) },
      onOutsider: presence => { emit('waiting', { owners: 0, presence }) },
      ask: publicKey => { this.ask(publicKey) },
      onOver: error => { this.fail(error) }
    })
    new Reception({
      publicKey: this.publicKey,
      signaling: this.signaling,
      mesh: this.mesh,
      people: this.people,
      admission: this.admission,
      roll: this.roll,
      door: this.door,
      callIds: this.callIds,
      state: () => this.state,
      onWait: (from, owners, presence) => { this.onWait(from, owners, presence) },
      onOwnIdentity: presence => { this.onOwnIdentity(presence) },
      emit,
      log: this.log
    }).start()
    this.listenToMesh(emit)
  }

  /** 32 lower-case hex digits; of two calls that merge the lower one stays */
  get callId (): string {
    return this.callIds.current
  }

  get state (): CallState {
    if (this.farewell != null && this.mesh.state !== 'ended') {
      return 'leaving'
    }

    return this.joined && this.mesh.state === 'idle' ? 'joining' : this.mesh.state
  }

  /** The group as it is now */
  get group (): Group {
    return this.roll.group
  }

  /** People who are not on the roster and wait for us, an owner, to let them in */
  get knocks (): Knock[] {
    return this.door.knocks
  }

  /** Whether one is in the call, be it alone */
  get entered (): boolean {
    return this.entering != null
  }

  /** The others in the call */
  get participants (): Participant[] {
    return this.people.list
  }

  get microphone (): Microphone | undefined {
    return this.mesh.microphone
  }

  get muted (): boolean {
    return this.voice.muted
  }

  /** Messages that were dropped since they were wrong, by reason */
  get dropped (): Record<string, number> {
    return { ...this.mesh.dropped, ...this.signaling.dropped }
  }

  /** Everybody in the call sees the same number: read it out to know that nobody is in between */
  get safetyCode (): string {
    return safetyCode([this.publicKey, ...this.people.others.keys()], this.keys.context)
  }

  /**
   * Joins the call, or begins one when nobody else is there. Resolves as soon as a
   * member has let us in, or it is certain that nobody is there: links may still be
   * connecting, and the search for members goes on until the call ends. A join that
   * fails leaves the call.
   *
   * @throws {InvalidCallStateError} when the call was joined or left before
   * @throws {GroupCallFullError} when eight others are in the call
   * @throws {JoinRefusedError} when a member refused
   * @throws {AbortError} when the call was left while joining
   */
  async join (options: AbortOptions = {}): Promise<void> {
    if (this.state !== 'idle') {
      throw new InvalidCallStateError('A call can be joined once: create another one to join again')
    }

    this.joined = true
    this.safeDispatchEvent('state', { detail: 'joining' })
    await this.init.joiner.join(this, options)
  }

  /**
   * Becomes reachable for other members. Nobody is asked to be let in yet.
   */
  async open (addresses: Multiaddr[], options: AbortOptions = {}): Promise<void> {
    await this.signaling.start(addresses, options)

    if (isOver(this.state)) {
      // it may have begun to listen after leave() had stopped it
      await this.signaling.stop()

      throw new AbortError('The call was left while joining')
    }
  }

  /** Ask a member to be let in; resolves when that has been sent */
  async introduce (peer: PeerInfo, options: AbortOptions = {}): Promise<void> {
    await this.signaling.introduce(peer, this.request(), options)
  }

  /** Whether the session key (64 hex digits) is a participant's, or one's own */
  isParticipant (sessionKey: string): boolean {
    return sessionKey === this.signaling.sessionKey || this.people.bySession(sessionKey) != null
  }

  /** Told of peers that do not speak the group's protocol */
  onStranger (listener: (sessionKey: string) => void): void {
    this.signaling.addEventListener('stranger', ({ detail }) => { listener(detail.sessionKey) })
  }

  /** Told when the group is another one than before, after the call has taken it */
  onAdoption (listener: (adoption: Adoption) => void): void {
    this.adoptions.push(listener)
  }

  /** Whether one belongs to the group: otherwise somebody has to let us in first */
  get belongs (): boolean {
    return this.roll.belongs
  }

  /** Whether somebody belongs to the group */
  hasMember (publicKey: string): boolean {
    return this.roll.has(publicKey)
  }

  /** Takes a roster from somebody who is not in this call, see {@link Roll.receive} */
  receiveRoster (from: string, roster: Roster, secret?: Uint8Array): void {
    this.roll.receive(from, roster, secret)
  }

  /**
   * Begin to talk: nobody else is there, or somebody has let us in. Harmless
   * when done twice, or when one has left.
   */
  async enter (options: AbortOptions = {}): Promise<void> {
    if (this.farewell == null) {
      this.doors.clear()
      this.entering ??= this.mesh.joinCall(this.callId, this.membership.participants, options)
    }

    await this.entering
  }

  /** Silence one's microphone for everybody at once, and tell them */
  mute (): void {
    this.voice.setMuted(true)
  }

  unmute (): void {
    this.voice.setMuted(false)
  }

  /**
   * Talk through another microphone from now on; nobody hears a gap longer than
   * a few ms. The one before is let go of.
   */
  async setMicrophone (microphone: Microphone): Promise<void> {
    await this.mesh.setMicrophone(microphone)
  }

  /** Send a chat message to everybody who is not held: at most 4 KiB of UTF-8 */
  sendMessage (text: string): void {
    this.participants.filter(({ held }) => !held).forEach(({ publicKey }) => { this.signaling.send(publicKey, { type: 'chat', text }) })
  }

  /**
   * The user has checked, by a way of their own, that a changed key belongs to the
   * named person: from now on they hear each other. Harmless for who is not held.
   */
  trust (publicKey: string, options?: TrustOptions): void {
    this.people.trust(publicKey, options)
  }

  /**
   * As an owner: changes who belongs to the group. Everybody in the call takes it
   * at once; whoever is removed is let go by all.
   *
   * @throws {InvalidParametersError} with what to do
   */
  async changeRoster (change: RosterChange): Promise<void> {
    await this.roll.change(change)
  }

  /** As an owner: lets in somebody who knocked */
  async admit (publicKey: string): Promise<void> {
    await this.door.admit(publicKey)
  }

  /** As an owner: does not let in somebody who knocked */
  deny (publicKey: string): void {
    this.door.deny(publicKey)
  }

  /** Takes a newer state of the group that came some other way, for example from a file; an older one is ignored */
  adopt (group: Group): void {
    const newer = newerGroup(this.group, group)

    if (newer !== this.group) {
      this.roll.adopt(newer)
    }
  }

  /** What a call of that many costs each participant; of as many as now by default */
  estimateBandwidth (participantCount?: number): BandwidthEstimate {
    return this.mesh.estimateBandwidth(participantCount)
  }

  /**
   * Say so to everybody, close every connection and let go of the microphone.
   * Harmless when done twice.
   */
  async leave ({ atOnce = false }: LeaveOptions = {}): Promise<void> {
    this.farewell ??= this.sayGoodbye(atOnce)
    await this.farewell

    this.roll.stop()
    this.door.stop()
    await this.signaling.stop()
    await this.mesh.leaveCall()
    this.links.stop()
    this.people.stop()
  }

  private async sayGoodbye (atOnce: boolean): Promise<void> {
    // behind a goodbye nothing goes over a link any more
    const carriers = atOnce ? [] : this.carriers()
    const told = [...this.mesh.sayGoodbye(carriers), ...carriers]
    const untold = [...this.people.others.keys(), ...this.doors].filter(publicKey => !told.includes(publicKey))
    untold.forEach(publicKey => { this.signaling.send(publicKey, { type: 'leave' }) })
    this.signaling.withdraw()

    if (carriers.length > 0) {
      await this.signaling.flush()
      this.mesh.sayGoodbye()
    }
  }

  /** Of those whose link is up, the ones that hand on what those are told whose link is not */
  private carriers (): string[] {
    const isLinked = (publicKey: string): boolean => this.people.get(publicKey)?.linkState === 'connected'

    return [...this.people.others.keys()].filter(publicKey => !isLinked(publicKey))
      .map(publicKey => this.membership.introducers(publicKey).find(isLinked))
      .filter(carrier => carrier != null)
  }

  private request (): SignalMessage & { type: 'join' } {
    const { ticket, expires } = this.init

    return {
      type: 'join',
      state: this.voice.state,
      expires,
      ticket: ticket == null ? undefined : proveTicket(ticket, this.group.id, this.publicKey)
    }
  }

  /** See {@link introduce}, to one who is known already */
  private ask (publicKey: string): void {
    this.doors.add(publicKey)
    this.signaling.send(publicKey, this.request())
  }

  private onWait (from: string, owners: number, presence: SignedPresence): void {
    if (!this.entered) {
      this.doors.add(from)
      this.safeDispatchEvent('waiting', { detail: { owners, presence } })
    }
  }

  /** The same identity joined again, from this machine or another one */
  private onOwnIdentity (presence: SignedPresence): void {
    if (presence.session > this.signaling.session) {
      this.fail(new ReplacedError())
    }
  }

  private onGroup (group: Group, renewed: boolean, from?: string): void {
    const bearer = from == null ? undefined : this.signaling.getPresence(from)

    this.knocks.filter(({ publicKey }) => this.roll.has(publicKey)).forEach(({ publicKey }) => { this.door.end(publicKey) })
    this.safeDispatchEvent('group', { detail: group })

    const told = (): void => { this.adoptions.forEach(listener => { listener({ renewed, bearer }) }) }

    if (renewed) {
      this.renew(group).then(told, err => { this.log.error('could not go on in the new epoch - %e', err) })
    } else {
      told()
    }
  }

  /** Goes on in a new epoch: the others know by a greeting in it who we are there */
  private async renew (group: Group): Promise<void> {
    this.keys = deriveGroupKeys(group)
    const staying = [...this.people.others.keys()].filter(publicKey => this.roll.has(publicKey))

    await this.signaling.changeKeys(this.keys, staying)
    staying.forEach(publicKey => { this.signaling.send(publicKey, this.greeting()) })
  }

  private add (presences: SignedPresence[]): void {
    presences.forEach(presence => { this.people.add(presence) })

    if (!this.entered) {
      this.enter().catch(err => { this.fail(err) })
    } else {
      presences.forEach(({ publicKey }) => { this.mesh.handleParticipantJoined(publicKey) })
    }
  }

  private listenToMesh (emit: Emit): void {
    this.mesh.addEventListener('state', ({ detail }) => {
      // that began before the mesh did
      if (detail !== 'joining') {
        emit('state', detail)
      }
    })
    this.mesh.addEventListener('limit', ({ detail }) => { emit('limit', detail) })
    this.mesh.addEventListener('microphone', ({ detail }) => {
      this.voice.onMicrophone(detail)
      emit('microphone', detail)
    })
  }

  /** Says who we are to who knows nothing of us yet */
  private greeting (): SignalMessage & { type: 'welcome' } {
    return { type: 'welcome', presences: [], informed: [], state: this.voice.state }
  }

  private broadcast (message: SignalMessage): void {
    this.people.others.forEach((_, publicKey) => { this.signaling.send(publicKey, message) })
  }

  /** The call is over for us */
  private fail (error: Error): void {
    this.safeDispatchEvent('problem', { detail: { error } })
    this.leave().catch(err => { this.log.error('leaving failed - %e', err) })
  }
}
