import { toString } from 'uint8arrays/to-string'
import { patientTimers } from '../patient-timers.ts'
import { Blocklist } from './blocklist.ts'
import { signPresence } from './envelope.ts'
import { EpochKeys } from './epoch-keys.ts'
import { KnownSessions } from './known-sessions.ts'
import { MAX_ADDRESSES } from './limits.ts'
import { sessionKeyOf } from './session-key.ts'
import { PROTOCOL_VERSION } from './version.ts'
import type { DropReason, SignedPresence } from './messages.ts'
import type { SignalingComponents, SignalingInit } from './signaling-init.ts'
import type { GroupKeys } from '../group/index.ts'
import type { Timers } from '../timers.ts'
import type { Logger, PrivateKey } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** The state that the parts of a `Signaling` share */
export class SignalingContext {
  readonly init: SignalingInit
  readonly timers: Timers
  readonly log: Logger
  /** Of the local process, 64 lower-case hex digits */
  readonly sessionKey: string
  /** The same, 32 bytes */
  readonly sessionKeyBytes: Uint8Array
  readonly keys: EpochKeys
  readonly known: KnownSessions
  /** Of the protocol that the local session speaks; differs only in tests */
  readonly version = PROTOCOL_VERSION
  readonly blocklist = new Blocklist()
  /** How many messages were dropped, by reason */
  readonly dropped: Partial<Record<DropReason, number>> = {}
  /** Aborted when nothing is sent or accepted any longer */
  readonly stopped = new AbortController()

  private readonly privateKey: PrivateKey
  private name: string
  private signed?: SignedPresence

  constructor (components: SignalingComponents, init: SignalingInit) {
    this.init = init
    this.name = init.name
    this.timers = init.timers ?? patientTimers
    this.log = components.logger.forComponent('groupcall:signaling')
    this.sessionKeyBytes = sessionKeyOf(components.peerId)
    this.privateKey = components.privateKey
    this.sessionKey = toString(this.sessionKeyBytes, 'base16')
    this.keys = new EpochKeys(init.keys)
    this.known = new KnownSessions(init.keys, init)
  }

  /** The local participant's presence, signed for the current epoch */
  get presence (): SignedPresence {
    if (this.signed == null) {
      throw new Error('Signaling has not been started')
    }

    return this.signed
  }

  async signPresence (addresses: Multiaddr[], keys: GroupKeys): Promise<void> {
    const { identity, session } = this.init

    this.signed = await signPresence({
      publicKey: identity.publicKey,
      session: session.id,
      sessionKey: this.sessionKeyBytes,
      addresses: addresses.slice(0, MAX_ADDRESSES),
      name: this.name
    }, identity, this.privateKey, keys)
  }

  /** Changes the local participant's name, from the next presence on */
  async rename (name: string): Promise<void> {
    this.name = name

    if (this.signed != null) {
      await this.signPresence(this.signed.addresses, this.keys.current)
    }
  }

  /** Returns whether this is the local session */
  isLocal (publicKey: string, session: string): boolean {
    return publicKey === this.init.identity.publicKey && session === this.init.session.id
  }

  /** Returns whether this was the local session before it was renewed */
  wasLocal (publicKey: string, session: string): boolean {
    return publicKey === this.init.identity.publicKey && this.init.session.wasBefore(session)
  }

  /** Counts something that was not used */
  drop (reason: DropReason): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1
    this.log('dropped a message: %s', reason)
  }
}
