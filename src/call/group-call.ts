import { InvalidParametersError } from '@libp2p/interface'
import { InvalidCallStateError } from '../errors.ts'
import { checkName } from '../group/index.ts'
import { SafeEventEmitter } from '../safe-event-emitter.ts'
import { REACTIONS } from '../signaling/index.ts'
import { CallDriver } from './call-driver.ts'
import { LinkRecorder } from './quality/link-recorder.ts'
import { safetyCode } from './safety-code.ts'
import type { GroupCallEvents, GroupCallInit, LeaveOptions } from './call-events.ts'
import type { TrustOptions } from './protocol/identity-pinning.ts'
import type { Knock } from './protocol/knock-queue.ts'
import type { Participant } from './protocol/participants.ts'
import type { QualityReport } from './quality/quality-report.ts'
import type { Group, RosterChange } from '../group/index.ts'
import type { Microphone } from '../media/index.ts'
import type { BandwidthEstimate, CallState } from '../mesh/index.ts'
import type { Reaction, SignalingComponents } from '../signaling/index.ts'
import type { AbortOptions } from '@libp2p/interface'

/**
 * A call in a group, as one of its participants holds it. See `GroupCalls.create`
 */
export class GroupCall extends SafeEventEmitter<GroupCallEvents> {
  /** The local participant's, 64 lower-case hex digits */
  readonly publicKey: string
  private readonly init: GroupCallInit
  private readonly driver: CallDriver
  private readonly recorder: LinkRecorder
  private joined = false

  /** @internal */
  constructor (components: SignalingComponents, init: GroupCallInit) {
    super(components.logger.forComponent('groupcall:call'))

    this.init = init
    this.publicKey = init.identity.publicKey
    this.driver = new CallDriver(components, init, (type, detail) => { this.safeDispatchEvent(type, { detail }) })
    this.recorder = new LinkRecorder(this)
  }

  /** The local participant's name; may be empty */
  get name (): string {
    return this.driver.protocol.state.name
  }

  /** 32 lower-case hex digits; of two calls that merge the lower one stays */
  get callId (): string {
    return this.driver.protocol.callId
  }

  get state (): CallState {
    const { leaving, mesh } = this.driver

    if (leaving && mesh.state !== 'ended') {
      return 'leaving'
    }

    return this.joined && mesh.state === 'idle' ? 'joining' : mesh.state
  }

  /** The group as it is now */
  get group (): Group {
    return this.driver.protocol.group
  }

  /** People who are not on the roster and wait for us, an owner, to let them in */
  get knocks (): Knock[] {
    return this.driver.protocol.knocks
  }

  /** The others in the call */
  get participants (): Participant[] {
    return this.driver.protocol.participants.list
  }

  /** The pairs that hear each other through us, because they have no link: two public keys each */
  get carries (): ReadonlyArray<readonly [string, string]> {
    return this.driver.protocol.carries
  }

  get microphone (): Microphone | undefined {
    return this.driver.mesh.microphone
  }

  /** What `mute()` and `unmute()` have set; a microphone that has ended is shown to the others as muted, too */
  get muted (): boolean {
    return this.driver.protocol.muted
  }

  /** What `raiseHand()` and `lowerHand()` have set */
  get handRaised (): boolean {
    return this.driver.protocol.handRaised
  }

  /** How many messages were dropped, by reason */
  get dropped (): Record<string, number> {
    return this.driver.dropped
  }

  /** Everybody in the call sees the same number: compare it aloud to know that nobody is in the middle */
  get safetyCode (): string {
    return safetyCode([this.publicKey, ...this.driver.protocol.participants.publicKeys], this.driver.context)
  }

  /**
   * Joins the call, or begins one when nobody else is there. Resolves as soon as a
   * member has let us in, or it is certain that nobody is there: links may still be
   * connecting, and the search for members goes on until the call ends. A join that
   * fails leaves the call.
   *
   * @throws {InvalidCallStateError} when the call was joined or left before
   * @throws {GroupCallFullError} when eight others are in the call
   * @throws {JoinRefusedError} when everyone who could be asked refused
   * @throws {AbortError} when the call was left while joining
   * @throws {UnsupportedPlatformError} if there is no WebRTC for this machine
   */
  async join (options: AbortOptions = {}): Promise<void> {
    if (this.state !== 'idle') {
      throw new InvalidCallStateError('A call can be joined once: create another one to join again')
    }

    this.joined = true
    this.safeDispatchEvent('state', { detail: 'joining' })

    try {
      await this.init.joiner.join(this, this.driver, options)
    } catch (err) {
      await this.leave()

      throw err
    }
  }

  /** Silences the microphone for everybody at once, and tells them */
  mute (): void {
    this.driver.feed({ type: 'mute', muted: true })
  }

  unmute (): void {
    this.driver.feed({ type: 'mute', muted: false })
  }

  /**
   * Changes the local participant's name, and tells everybody in the call
   *
   * @throws {InvalidParametersError} for a name that can't be used
   */
  rename (name: string): void {
    this.driver.rename(checkName(name, 'A person'))
  }

  /**
   * Replaces the microphone and stops the previous one. Nobody hears a gap longer than
   * a few ms.
   */
  async setMicrophone (microphone: Microphone): Promise<void> {
    await this.driver.mesh.setMicrophone(microphone)
  }

  /** Sends a chat message of at most 4 KiB of UTF-8 to everyone who isn't on hold */
  sendMessage (text: string): void {
    this.driver.feed({ type: 'chat', text })
  }

  /** Shows everybody that the user wants to speak, until `lowerHand()` */
  raiseHand (): void {
    this.driver.feed({ type: 'hand', raised: true })
  }

  lowerHand (): void {
    this.driver.feed({ type: 'hand', raised: false })
  }

  /**
   * Shows everybody who isn't on hold a reaction. Returns false if that was too many: one a
   * second is sent, and five at once.
   *
   * @throws {InvalidParametersError} for any other than {@link REACTIONS}
   */
  react (reaction: Reaction): boolean {
    if (!REACTIONS.includes(reaction)) {
      throw new InvalidParametersError(`There is no such reaction: choose one of ${REACTIONS.join(' ')}`)
    }

    return !this.driver.feed({ type: 'reaction', reaction }).some(({ type }) => type === 'drop')
  }

  /**
   * The user has checked, some other way, that a changed key belongs to the named
   * person: from now on they hear each other. Does nothing for a participant that
   * isn't on hold.
   */
  trust (publicKey: string, options?: TrustOptions): void {
    this.driver.feed({ type: 'trust', publicKey, options })
  }

  /**
   * As an owner: changes the roster of the group. Everybody in the call adopts it at
   * once, and disconnects those who were removed. Changes are made one after the other.
   *
   * @throws {InvalidParametersError} with what to do
   */
  async changeRoster (change: RosterChange): Promise<void> {
    await this.driver.rosterEditor.change(change)
  }

  /** As an owner: lets in a person who knocked */
  async admit (publicKey: string): Promise<void> {
    await this.driver.rosterEditor.admit(publicKey)
  }

  /** As an owner: refuses a person who knocked */
  deny (publicKey: string): void {
    this.driver.feed({ type: 'deny', publicKey })
  }

  /** Adopts a newer state of the group from elsewhere, for example from a file; ignores an older one */
  adopt (group: Group): void {
    this.driver.feed({ type: 'group', group })
  }

  /**
   * Returns what a call costs each participant
   *
   * @param participantCount - as many as now by default
   */
  estimateBandwidth (participantCount?: number): BandwidthEstimate {
    return this.driver.mesh.estimateBandwidth(participantCount)
  }

  /**
   * Returns how the links were in the last two minutes, or in those before the call's end,
   * and what was bad about them
   */
  report (): QualityReport {
    return this.recorder.report()
  }

  /**
   * Says goodbye to everybody, closes every connection and stops the microphone.
   * Idempotent.
   */
  async leave (options: LeaveOptions = {}): Promise<void> {
    await this.driver.leave(options)
  }

  /** `await using` leaves the call */
  async [Symbol.asyncDispose] (): Promise<void> {
    await this.leave()
  }
}
