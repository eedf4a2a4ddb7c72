import { TypedEventEmitter } from 'main-event'
import { ForgedMessageError, GroupCallFullError, JoinRefusedError, ReplacedError } from '../errors.ts'
import { deriveGroupKeys, newerGroup, proveTicket } from '../group/index.ts'
import { AudioReceiver } from '../media/index.ts'
import { GroupCallMesh } from '../mesh/index.ts'
import { createSession, Signaling } from '../signaling/index.ts'
import { Admission } from './admission.ts'
import { CallIds } from './call-ids.ts'
import { Door } from './door.ts'
import { Held } from './held.ts'
import { LinkNews } from './link-news.ts'
import { Membership } from './membership.ts'
import { createMeshSignaling, handleLinkMessage, isDescribable } from './mesh-signaling.ts'
import { createParticipant, isHeardByOthers } from './participant.ts'
import { Roll } from './roll.ts'
import { safetyCode } from './safety-code.ts'
import type { Knock } from './door.ts'
import type { CallContacts, TrustOptions } from './held.ts'
import type { MutableParticipant, Participant } from './participant.ts'
import type { Identity } from '../../keys/index.ts'
import type { Contact } from '../contacts/index.ts'
import type { Group, GroupKeys, Roster, RosterChange, Ticket } from '../group/index.ts'
import type { LinkState, OpusOptions } from '../link/index.ts'
import type { Microphone } from '../media/index.ts'
import type { BandwidthEstimate, CallState, ConnectionFactory, LinkQuality, MicrophoneSource } from '../mesh/index.ts'
import type { Forgery, ParticipantState, ReceivedMessage, RefuseReason, SignalingComponents, SignalMessage, SignedPresence } from '../signaling/index.ts'
import type { AbortOptions, Logger, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

export interface GroupCallInit {
  identity: Identity
  group: Group
  keys: GroupKeys
  /** What the person is called */
  name: string
  microphone: MicrophoneSource
  createConnection: ConnectionFactory
  muted?: boolean
  opus?: OpusOptions
  /** Of the invite: an owner lets us in by it, once */
  ticket?: Uint8Array
  /** Of the invite, ms since the Unix epoch */
  expires?: number
  /** Tickets of ours that nobody has used */
  tickets?(): readonly Ticket[]
  contacts?: CallContacts
}

/** The group is another one than before: who belongs to it, or its secret */
export interface Adoption {
  renewed: boolean
  /** Who brought the news, if somebody did */
  bearer?: SignedPresence
}

export interface GroupCallEvents {
  state: CustomEvent<CallState>
  'participant:join': CustomEvent<Participant>
  'participant:leave': CustomEvent<Participant>
  /** Muted, speaking, name, link state or what is known of it changed */
  'participant:update': CustomEvent<Participant>
  track: CustomEvent<{ participant: Participant, track: MediaStreamTrack }>
  quality: CustomEvent<{ participant: Participant, quality: LinkQuality }>
  /** The soft limit was crossed, upwards (`warning`) or downwards */
  limit: CustomEvent<BandwidthEstimate>
  /** A chat message */
  message: CustomEvent<{ participant: Participant, text: string }>
  /** Somebody comes under the name of a contact with another key, and is held until `call.trust()` */
  'identity:changed': CustomEvent<{ participant: Participant, known: Contact }>
  /** Somebody who wanted to join was refused */
  denied: CustomEvent<Knock & { sessionKey: string, reason: RefuseReason }>
  /** Who belongs to the group has changed, or its secret: keep it */
  group: CustomEvent<Group>
  /** Told to owners: somebody who is not on the roster wants to be let in, see `admit` and `deny` */
  knock: CustomEvent<Knock>
  /** One who knocked was let in or not, or has gone */
  'knock:end': CustomEvent<Knock>
  /** Somebody was let in by a ticket, which is used up: forget it */
  ticket: CustomEvent<Ticket>
  /** There are two rosters of one version: owners disagree, or the key of one is in wrong hands */
  alarm: CustomEvent<{ version: number }>
  /** One is not on the roster: so many owners in the call know that we wait */
  waiting: CustomEvent<{ owners: number, presence: SignedPresence }>
  /** Something went wrong; the call goes on unless the state says otherwise */
  problem: CustomEvent<{ participant?: Participant, error: Error }>
  /** One's own microphone is open, or the reason is known why there is none */
  microphone: CustomEvent<Microphone>
  /** A member let us in */
  welcome: CustomEvent<{ sessionKey: string }>
}

/**
 * A call in a group, as one of its participants has it
 */
export class GroupCall extends TypedEventEmitter<GroupCallEvents> {
  readonly publicKey: string
  readonly name: string

  private readonly log: Logger
  private readonly init: GroupCallInit
  private readonly mesh: GroupCallMesh
  private readonly signaling: Signaling
  private readonly membership: Membership
  private readonly callIds = new CallIds()
  private readonly others = new Map<string, MutableParticipant>()
  private readonly admission: Admission
  private readonly roll: Roll
  private readonly door: Door
  private keys: GroupKeys
  /** Members who have told owners that we wait */
  private readonly doors = new Set<string>()
  private readonly adoptions: Array<(adoption: Adoption) => void> = []
  private readonly held: Held
  private opened = false
  private entering?: Promise<void>
  private readonly news = new LinkNews(met => { this.tellLinks(met) })
  private wantsMute: boolean
  /** The others have been told that there is no microphone */
  private listened = false

  constructor (components: SignalingComponents, init: GroupCallInit) {
    super()

    this.init = init
    this.name = init.name
    this.keys = init.keys
    this.publicKey = init.identity.publicKey
    this.wantsMute = init.muted ?? false
    this.log = components.logger.forComponent('groupcall:call')
    this.membership = new Membership(this.publicKey)
    this.signaling = new Signaling(components, {
      identity: init.identity,
      keys: init.keys,
      session: createSession(),
      name: init.name,
      callId: () => this.callIds.current,
      greeting: () => ({ type: 'welcome', presences: [], informed: [], state: this.ownState() }),
      // who is in the call may have met another one, which is the same call then
      acceptsCall: (callId, sender) => this.callIds.accepts(callId) || this.others.has(sender),
      introducers: to => [...this.door.via(to), ...this.membership.introducers(to)],
      isParticipant: publicKey => this.others.has(publicKey)
    })
    this.roll = new Roll({
      group: init.group,
      identity: init.identity,
      signaling: this.signaling,
      others: this.others,
      remove: publicKey => { this.remove(publicKey, true) },
      onGroup: (group, renewed, from) => { this.onGroup(group, renewed, from) },
      onAlarm: version => { this.safeDispatchEvent('alarm', { detail: { version } }) },
      onRemoved: error => { this.fail(error) }
    })
    this.door = new Door({
      roll: this.roll,
      signaling: this.signaling,
      publicKey: this.publicKey,
      tickets: () => init.tickets?.() ?? [],
      onKnock: detail => { this.safeDispatchEvent('knock', { detail }) },
      onKnockEnd: detail => { this.safeDispatchEvent('knock:end', { detail }) },
      onTicket: detail => { this.safeDispatchEvent('ticket', { detail }) },
      onDenied: detail => { this.safeDispatchEvent('denied', { detail }) },
      onError: error => { this.log.error('a ticket let nobody in - %e', error) }
    })
    this.admission = new Admission({
      publicKey: this.publicKey,
      signaling: this.signaling,
      callIds: this.callIds,
      membership: this.membership,
      roll: this.roll,
      door: this.door,
      others: this.others,
      ownState: () => this.ownState(),
      isEntered: () => this.entered,
      add: presences => { this.add(presences) },
      update: (participant, state) => { this.update(participant, state) },
      remove: (publicKey, forget) => { this.remove(publicKey, forget) },
      onOwnIdentity: presence => { this.onOwnIdentity(presence) },
      onDenied: detail => { this.safeDispatchEvent('denied', { detail }) },
      onWelcome: sessionKey => { this.safeDispatchEvent('welcome', { detail: { sessionKey } }) },
      onOutsider: presence => { this.safeDispatchEvent('waiting', { detail: { owners: 0, presence } }) },
      onOver: error => { this.fail(error) }
    })
    this.mesh = new GroupCallMesh({
      publicKey: this.publicKey,
      signaling: createMeshSignaling(this.signaling),
      createConnection: init.createConnection,
      microphone: init.microphone,
      opus: init.opus,
      isHeard: publicKey => isHeardByOthers(publicKey, this.participants),
      log: components.logger.forComponent('groupcall:mesh')
    })
    this.held = new Held({
      contacts: init.contacts,
      mesh: this.mesh,
      others: this.others,
      onHeld: participant => { this.tellHeld(participant) },
      onUpdate: participant => { this.safeDispatchEvent('participant:update', { detail: participant }) },
      onTrack: (participant, track) => { this.onTrack(participant, track) }
    })
    this.signaling.addEventListener('message', ({ detail }) => {
      try {
        this.onMessage(detail)
      } catch (err) {
        // whatever others say must not end the call
        this.log.error('could not handle a message - %e', err)
      }
    })
    this.signaling.addEventListener('forged', ({ detail }) => { this.onForged(detail) })
    this.signaling.addEventListener('gone', ({ detail: { publicKey, session } }) => {
      const participant = this.others.get(publicKey)

      if (participant?.session === session && participant.linkState !== 'connected') {
        this.remove(publicKey, true)
      }
    })
    this.listenToMesh()
  }

  /** 32 lower-case hex digits; of two calls that merge the lower one stays */
  get callId (): string {
    return this.callIds.current
  }

  get state (): CallState {
    return this.opened && this.mesh.state === 'idle' ? 'joining' : this.mesh.state
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
    return [...this.others.values()]
  }

  get microphone (): Microphone | undefined {
    return this.mesh.microphone
  }

  get muted (): boolean {
    return this.wantsMute
  }

  /** Messages that were dropped since they were wrong, by reason */
  get dropped (): Record<string, number> {
    return { ...this.mesh.dropped, ...this.signaling.dropped }
  }

  /** Everybody in the call sees the same number: read it out to know that nobody is in between */
  get safetyCode (): string {
    return safetyCode([this.publicKey, ...this.others.keys()], this.keys.context)
  }

  /**
   * Be reachable for other members. Nobody is asked to be let in yet.
   */
  async open (addresses: Multiaddr[], options: AbortOptions = {}): Promise<void> {
    await this.signaling.start(addresses, options)
    this.opened = true
    this.safeDispatchEvent('state', { detail: 'joining' })
  }

  /** Ask a member to be let in; resolves when that has been sent */
  async introduce (peer: PeerInfo, options: AbortOptions = {}): Promise<void> {
    const { ticket, expires } = this.init

    await this.signaling.introduce(peer, {
      type: 'join',
      state: this.ownState(),
      expires,
      ticket: ticket == null ? undefined : proveTicket(ticket, this.group.id, this.publicKey)
    }, options)
  }

  /** Whether the session key (64 hex digits) is a participant's, or one's own */
  isParticipant (sessionKey: string): boolean {
    return sessionKey === this.signaling.sessionKey || [...this.others.values()].some(other => other.sessionKey === sessionKey)
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
   * when done twice.
   */
  async enter (options: AbortOptions = {}): Promise<void> {
    this.doors.clear()
    this.entering ??= this.mesh.joinCall(this.callId, this.membership.participants, options)
    await this.entering
  }

  /** Silence one's microphone for everybody at once, and tell them */
  mute (): void {
    this.setMuted(true)
  }

  unmute (): void {
    this.setMuted(false)
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
    this.held.trust(publicKey, options)
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
  async leave (): Promise<void> {
    if (this.state !== 'ended') {
      this.mesh.sayGoodbye()
      this.broadcast({ type: 'leave' })
      this.doors.forEach(member => { this.signaling.send(member, { type: 'leave' }) })
      this.signaling.withdraw()
    }

    this.roll.stop()
    this.door.stop()
    await this.signaling.stop()
    await this.mesh.leaveCall()
    this.news.stop()
    this.held.stop()
    this.others.forEach(({ audio }) => { audio?.stop() })
  }

  private onMessage ({ from, presence, callId, message, frame }: ReceivedMessage): void {
    if (this.state === 'leaving' || this.state === 'ended') {
      return
    }

    if (from === this.publicKey) {
      this.onOwnIdentity(presence)
      return
    }

    this.mesh.hear(from)

    switch (message.type) {
      case 'join':
        this.admission.onJoin(presence, callId, message)
        break
      case 'welcome':
        this.admission.onWelcome(presence, callId, message)
        break
      case 'refuse':
        this.onRefuse(message.reason)
        break
      case 'look':
        this.admission.onLook(presence)
        break
      case 'roster':
        this.roll.receive(from, message.roster, message.secret)
        break
      case 'wait':
        if (!this.entered) {
          this.doors.add(from)
          this.safeDispatchEvent('waiting', { detail: { owners: message.owners, presence } })
        }
        break
      case 'present':
        // an answer to a question that was not asked here
        break
      default:
        this.onParticipantMessage(presence, callId, message, frame)
    }
  }

  private onParticipantMessage (presence: SignedPresence, callId: string, message: SignalMessage, frame: Uint8Array): void {
    const from = presence.publicKey

    // what no description can be made of is no reason to let anybody in
    if (message.type === 'offer' && this.others.get(from)?.session !== presence.session && isDescribable(message.parameters)) {
      this.admission.letInCaller(presence, callId)
    }

    if (message.type === 'leave') {
      this.admission.onLeave(from, frame)
      return
    }

    const participant = this.others.get(from)

    if (participant == null) {
      // it may have been in the call a moment ago
      this.signaling.drop('unexpected')
      return
    }

    this.callIds.merge(callId, false)

    if (message.type === 'knock') {
      this.door.onKnock(message.presence, message.ticket, from)
      return
    }

    if (handleLinkMessage(this.mesh, from, message)) {
      return
    }

    if (message.type === 'state') {
      this.update(participant, message.state)
      this.admission.compareRosters(from, message.state)
      this.admission.repair(participant, message.state)
    } else if (message.type === 'links') {
      participant.links = new Map(message.links.map(link => [link.participant, link.state]))
      this.safeDispatchEvent('participant:update', { detail: participant })
    } else if (message.type === 'chat' && !participant.held) {
      this.safeDispatchEvent('message', { detail: { participant, text: message.text } })
    }
  }

  private onRefuse (reason: RefuseReason): void {
    if (this.state !== 'joining' || this.others.size > 0) {
      this.signaling.drop('unexpected')
      return
    }

    this.fail(reason === 'full' ? new GroupCallFullError() : new JoinRefusedError(reason))
  }

  /** Of those who are in the call the user shall know; all are counted */
  private onForged ({ sender, carrier }: Forgery): void {
    this.forParticipant(sender, participant => {
      const by = [...this.others.values()].find(other => other !== participant && other.sessionKey === carrier)
      this.safeDispatchEvent('problem', { detail: { participant, error: new ForgedMessageError(by) } })
    })
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
    const staying = [...this.others.keys()].filter(publicKey => this.roll.has(publicKey))

    await this.signaling.changeKeys(this.keys, staying)
    staying.forEach(publicKey => { this.signaling.send(publicKey, { type: 'welcome', presences: [], informed: [], state: this.ownState() }) })
  }

  private add (presences: SignedPresence[]): void {
    for (const presence of presences) {
      const participant = createParticipant(presence)
      const held = this.held.assess(participant)
      this.others.set(presence.publicKey, participant)
      this.safeDispatchEvent('participant:join', { detail: participant })

      if (held) {
        this.tellHeld(participant)
      }
    }

    if (!this.entered) {
      this.enter().catch(err => { this.fail(err) })
    } else {
      presences.forEach(({ publicKey }) => { this.mesh.handleParticipantJoined(publicKey) })
    }
  }

  private remove (publicKey: string, forget: boolean): void {
    const participant = this.others.get(publicKey)

    if (participant == null) {
      return
    }

    this.signaling.closeChannel(publicKey, participant.sessionKey)

    if (forget) {
      this.signaling.forget(publicKey)
    }

    this.others.delete(publicKey)
    this.membership.leave(publicKey)
    this.mesh.handleParticipantLeft(publicKey)
    this.held.remove(publicKey)
    participant.audio?.stop()
    participant.linkState = 'closed'
    this.safeDispatchEvent('participant:leave', { detail: participant })
  }

  private listenToMesh (): void {
    const { mesh, signaling } = this

    mesh.addEventListener('state', ({ detail }) => {
      // that began before the mesh did
      if (detail !== 'joining') {
        this.safeDispatchEvent('state', { detail })
      }
    })
    mesh.addEventListener('participant:offence', ({ detail }) => { signaling.blame(detail) })
    mesh.addEventListener('limit', ({ detail }) => { this.safeDispatchEvent('limit', { detail }) })
    mesh.addEventListener('microphone', ({ detail }) => { this.onMicrophone(detail) })
    mesh.addEventListener('participant:goodbye', ({ detail }) => { this.remove(detail, true) })
    mesh.addEventListener('participant:lost', ({ detail }) => { this.remove(detail, false) })
    mesh.addEventListener('link:state', ({ detail: { participant, state } }) => { this.onLinkState(participant, state) })
    mesh.addEventListener('link:stalled', ({ detail }) => { signaling.dial(detail) })
    mesh.addEventListener('link:message', ({ detail: { participant, bytes } }) => { signaling.receive(participant, bytes) })
    mesh.addEventListener('link:channel', ({ detail }) => { this.onChannel(detail) })
    mesh.addEventListener('link:quality', ({ detail }) => {
      this.forParticipant(detail.participant, participant => {
        participant.quality = detail
        this.safeDispatchEvent('quality', { detail: { participant, quality: detail } })
      })
    })
    mesh.addEventListener('link:problem', ({ detail: { participant, error } }) => {
      this.safeDispatchEvent('problem', { detail: { participant: this.others.get(participant), error } })
    })
    mesh.addEventListener('track', ({ detail: { participant, track } }) => {
      this.forParticipant(participant, other => { this.onTrack(other, track) })
    })
  }

  private onLinkState (publicKey: string, state: LinkState): void {
    this.forParticipant(publicKey, participant => {
      participant.linkState = state
      this.news.change()
      this.safeDispatchEvent('participant:update', { detail: participant })

      if (state === 'reconnecting' || state === 'closed') {
        this.signaling.closeChannel(publicKey, participant.sessionKey)
      } else if (state === 'connected') {
        this.openChannel(publicKey)
        this.held.meet(participant)
      }
    })
  }

  private onChannel (publicKey: string): void {
    this.openChannel(publicKey)

    if (this.muted || this.ownState().listening) {
      this.signaling.send(publicKey, { type: 'state', state: this.ownState() })
    }

    this.news.meet(publicKey)
  }

  /** `met` may have missed somebody, which they see by how many we are */
  private tellLinks (met: string[]): void {
    const links = this.participants.map(({ publicKey, linkState }) => ({ participant: publicKey, state: linkState }))

    for (const { publicKey } of this.participants.filter(({ linkState }) => linkState === 'connected')) {
      if (met.includes(publicKey)) {
        this.signaling.send(publicKey, { type: 'state', state: this.ownState() })
      }

      this.signaling.send(publicKey, { type: 'links', links })
    }
  }

  private openChannel (publicKey: string): void {
    this.signaling.openChannel(publicKey, frame => this.mesh.getLink(publicKey)?.send(frame) ?? false)
  }

  private tellHeld (participant: MutableParticipant): void {
    if (participant.namesake != null) {
      this.log('%s comes under the name of another key', participant.publicKey)
      this.safeDispatchEvent('identity:changed', { detail: { participant, known: participant.namesake } })
    }
  }

  private onTrack (participant: MutableParticipant, track: MediaStreamTrack): void {
    if (this.held.keep(participant, track)) {
      return
    }

    participant.audio?.stop()
    const audio = new AudioReceiver(track, { log: this.log })
    participant.audio = audio
    audio.addEventListener('speaking:change', () => {
      participant.speaking = audio.speaking
      this.safeDispatchEvent('participant:update', { detail: participant })
    })
    this.safeDispatchEvent('track', { detail: { participant, track } })
  }

  private onMicrophone (microphone: Microphone): void {
    if (this.wantsMute) {
      microphone.mute()
    }

    if (microphone.track == null || this.wantsMute || this.listened) {
      this.broadcast({ type: 'state', state: this.ownState() })
    }

    this.listened = microphone.track == null
    this.safeDispatchEvent('microphone', { detail: microphone })
  }

  private setMuted (muted: boolean): void {
    if (muted === this.wantsMute) {
      return
    }

    this.wantsMute = muted

    if (muted) {
      this.microphone?.mute()
    } else {
      this.microphone?.unmute()
    }

    this.broadcast({ type: 'state', state: this.ownState() })
  }

  private ownState (): ParticipantState {
    return { muted: this.wantsMute, listening: this.microphone != null && this.microphone.track == null, name: this.name, participants: this.others.size + 1, rosterVersion: this.roll.version }
  }

  private update (participant: MutableParticipant | undefined, { muted, listening, name }: ParticipantState): void {
    if (participant == null || (participant.muted === muted && participant.listening === listening && participant.name === name)) {
      return
    }

    Object.assign(participant, { muted, listening, name })
    const held = this.held.assess(participant)
    this.safeDispatchEvent('participant:update', { detail: participant })

    if (held) {
      this.tellHeld(participant)
    }
  }

  private broadcast (message: ReceivedMessage['message']): void {
    this.others.forEach((_, publicKey) => { this.signaling.send(publicKey, message) })
  }

  private forParticipant (publicKey: string, handle: (participant: MutableParticipant) => void): void {
    const participant = this.others.get(publicKey)

    if (participant != null) {
      handle(participant)
    }
  }

  /** The call is over for us */
  private fail (error: Error): void {
    this.safeDispatchEvent('problem', { detail: { error } })
    this.leave().catch(err => { this.log.error('leaving failed - %e', err) })
  }
}
