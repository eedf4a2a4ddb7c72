import { TypedEventEmitter } from 'main-event'
import { equals } from 'uint8arrays/equals'
import { toString } from 'uint8arrays/to-string'
import { BadMessageError, Signaling } from '../signaling/index.ts'
import type { GroupKeys } from '../group/index.ts'
import type { DropReason, Forgery, ReceivedMessage, SignalingComponents, SignalingInit, SignalMessage, SignedPresence } from '../signaling/index.ts'
import type { AbortOptions, PeerInfo } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Identities whose newest session is remembered: far more than a group has members */
const MAX_IDENTITIES = 1_024

/** Messages that need not belong to a call that is accepted: the sender may not know it yet, or not have been let in */
const OF_ANY_CALL = ['join', 'look', 'welcome', 'present', 'refuse', 'offer', 'roster', 'knock', 'wait', 'leave']

/** The newest session of an identity */
interface Newest {
  presence: SignedPresence
  left: boolean
  /** Its presence is signed for the current epoch */
  current: boolean
}

export interface IdentitySignalingInit extends Omit<SignalingInit, 'receive' | 'introducers'> {
  acceptsCall(callId: string, sender: string): boolean
  /** Returns the public keys of those who can forward a message, the likeliest first */
  introducers(to: string): string[]
  isParticipant(publicKey: string): boolean
}

export interface IdentitySignalingEvents {
  message: CustomEvent<ReceivedMessage & { from: string }>
  forged: CustomEvent<Forgery>
  gone: CustomEvent<SignedPresence>
  stranger: CustomEvent<{ sessionKey: string }>
}

/** Signaling that is addressed by public key, and means the newest session of an identity */
export class IdentitySignaling extends TypedEventEmitter<IdentitySignalingEvents> {
  private readonly init: IdentitySignalingInit
  private readonly signaling: Signaling
  private readonly identities = new Map<string, Newest>()

  constructor (components: SignalingComponents, init: IdentitySignalingInit) {
    super()

    this.init = init
    this.signaling = new Signaling(components, {
      ...init,
      receive: message => { this.onMessage(message) },
      introducers: to => init.introducers(to.publicKey).map(publicKey => this.identities.get(publicKey)?.presence).filter(presence => presence != null)
    })
    this.signaling.addEventListener('forged', ({ detail }) => { this.safeDispatchEvent('forged', { detail }) })
    this.signaling.addEventListener('gone', ({ detail }) => { this.safeDispatchEvent('gone', { detail }) })
    this.signaling.addEventListener('stranger', ({ detail }) => { this.safeDispatchEvent('stranger', { detail }) })
  }

  get session (): string {
    return this.signaling.session
  }

  get sessionKey (): string {
    return this.signaling.sessionKey
  }

  get dropped (): Partial<Record<DropReason, number>> {
    return this.signaling.dropped
  }

  async start (addresses: Multiaddr[], options?: AbortOptions): Promise<void> {
    await this.signaling.start(addresses, options)
  }

  async stop (): Promise<void> {
    await this.signaling.stop()
  }

  async changeKeys (keys: GroupKeys, participants: string[]): Promise<void> {
    await this.signaling.changeKeys(keys, participants.map(publicKey => this.identities.get(publicKey)?.presence).filter(presence => presence != null))
    const kept = participants.map(publicKey => [publicKey, this.identities.get(publicKey)] as const)
    this.identities.clear()
    kept.forEach(([publicKey, newest]) => {
      if (newest != null) {
        this.identities.set(publicKey, { ...newest, current: false })
      }
    })
  }

  /** Returns the presence of an identity's newest session, unless it has left or has not introduced itself in this epoch */
  getPresence (publicKey: string): SignedPresence | undefined {
    const newest = this.identities.get(publicKey)

    return newest?.left === false && newest.current ? newest.presence : undefined
  }

  async introduce (peer: PeerInfo, message: SignalMessage, options?: AbortOptions): Promise<void> {
    await this.signaling.introduce(peer, message, options)
  }

  send (to: string, message: SignalMessage): void {
    this.withRecipient(to, presence => { this.signaling.send(presence, message) })
  }

  sendDirectly (to: string, message: SignalMessage, options?: { dial: boolean }): void {
    this.withRecipient(to, presence => { this.signaling.sendDirectly(presence, message, options) })
  }

  handOn (to: string, frame: Uint8Array): void {
    this.with(to, presence => { this.signaling.handOn(presence, frame) })
  }

  async flush (): Promise<void> {
    await this.signaling.flush()
  }

  withdraw (): void {
    this.signaling.withdraw()
  }

  dial (to: string): void {
    this.with(to, presence => { this.signaling.dial(presence) })
  }

  openChannel (participant: string, send: (frame: Uint8Array) => boolean): void {
    this.with(participant, presence => { this.signaling.openChannel(presence, send) })
  }

  receive (participant: string, frame: Uint8Array): void {
    this.with(participant, presence => { this.signaling.receive(presence, frame) })
  }

  closeChannel (participant: string, sessionKey: string): void {
    this.with(participant, presence => {
      if (toString(presence.sessionKey, 'base16') === sessionKey) {
        this.signaling.closeChannel(presence)
      }
    })
  }

  reportViolation (participant: string): void {
    this.with(participant, presence => { this.signaling.reportViolation(presence) })
  }

  drop (reason: DropReason): void {
    this.signaling.drop(reason)
  }

  forget (participant: string): void {
    const newest = this.identities.get(participant)

    if (newest?.left === false) {
      newest.left = true
      this.signaling.forget(newest.presence)
    }
  }

  private with (publicKey: string, handle: (presence: SignedPresence) => void): void {
    const newest = this.identities.get(publicKey)

    if (newest != null) {
      handle(newest.presence)
    }
  }

  private withRecipient (publicKey: string, handle: (presence: SignedPresence) => void): void {
    if (this.identities.has(publicKey)) {
      this.with(publicKey, handle)
    } else {
      this.signaling.drop('unroutable')
    }
  }

  private onMessage (received: ReceivedMessage): void {
    const { presence, callId, message, current } = received

    this.learn(presence, current)

    if (!OF_ANY_CALL.includes(message.type) && !this.init.acceptsCall(callId, presence.publicKey)) {
      throw new BadMessageError('unknown-call')
    }

    if (message.type === 'welcome' || message.type === 'present') {
      message.presences.forEach(other => { this.learn(other, current) })
    } else if (message.type === 'knock') {
      this.learn(message.presence, current)
    }

    this.safeDispatchEvent('message', { detail: { from: presence.publicKey, ...received } })
  }

  private learn (presence: SignedPresence, current: boolean): void {
    const { publicKey, session } = presence
    const newest = this.identities.get(publicKey)

    if (publicKey === this.init.identity.publicKey || (newest != null && session < newest.presence.session)) {
      return
    }

    if (session === newest?.presence.session) {
      if (current && !newest.current) {
        Object.assign(newest, { presence, current })
      }

      return
    }

    this.identities.delete(publicKey)
    this.identities.set(publicKey, { presence, current, left: false })
    this.forgetOldest()

    // a later session of the same process has replaced the earlier one itself
    if (newest?.left === false && !equals(newest.presence.sessionKey, presence.sessionKey)) {
      this.signaling.send(newest.presence, { ...this.init.greeting(), presences: [presence] })
    }
  }

  private forgetOldest (): void {
    if (this.identities.size > MAX_IDENTITIES) {
      const oldest = [...this.identities.keys()].find(publicKey => !this.init.isParticipant(publicKey))

      if (oldest != null) {
        this.identities.delete(oldest)
      }
    }
  }
}
