import { callNotice } from './call-notices.ts'
import { KeptGroup } from './kept-group.ts'
import { keptIdentity } from './kept-identity.ts'
import { KnownPeople } from './known-people.ts'
import { loadEngine } from './load-engine.ts'
import { isStorageError } from './visit.ts'
import type { CallSettings } from './call-settings.ts'
import type { Engine } from './load-engine.ts'
import type { Unlocking } from './unlocking.ts'
import type { Identity } from '../../../keys/index.ts'
import type { CallPeer } from '../../index.ts'

export interface AccessInit {
  /** The link, or its fragment */
  invite: string
  settings: Pick<CallSettings, 'bootstrap' | 'identityPath' | 'relayOnly'>
  unlocking: Pick<Unlocking, 'open'>
  /** Aborts when the user gives up */
  signal: AbortSignal
  onChange(): void
  /** Called when something is wrong with what is stored; the call goes on */
  onProblem(error: Error): void
}

/** The page isn't secure, so browsers give it neither encryption nor a microphone */
export class InsecurePageError extends Error {
  static name = 'InsecurePageError'
  name = 'InsecurePageError'
}

/**
 * What a call needs: libp2p, the group, the identity and its contacts, and a peer in
 * the network. Each is set as soon as it is available, so that the screen can show it.
 */
export class Access {
  engine?: Engine
  keeper?: KeptGroup
  identity?: Identity
  people?: KnownPeople
  peer?: CallPeer

  private readonly init: AccessInit
  /** Whether the user was told that this browser stores nothing: each store reports it again */
  private told = false

  constructor (init: AccessInit) {
    this.init = init
    this.onProblem = this.onProblem.bind(this)
  }

  /**
   * Opens everything; can be called again after a failure
   *
   * @throws {InsecurePageError} when the page is neither served over https nor by this machine
   * @throws {EngineLoadError} when libp2p couldn't be loaded
   * @throws {InviteError} for a link that can't be used
   * @throws {LockedError} when the user didn't enter the passphrase
   * @throws {KeyFileError}
   * @throws {ContactsFileError}
   */
  async open (): Promise<Engine> {
    const { invite, settings, signal, onChange } = this.init
    const { bootstrap, relayOnly } = settings

    if (!window.isSecureContext) {
      throw new InsecurePageError('The page is neither served over https nor by this machine')
    }

    const { onProblem } = this
    const engine = await loadEngine()
    this.engine = engine
    const identityPath = settings.identityPath ?? engine.defaultKeyPath()
    const { publicKey, stored } = await keptIdentity(engine, identityPath)

    if (!stored) {
      this.tellUnstored('VisitNotice')
    }

    this.keeper = await KeptGroup.open({
      engine,
      link: invite,
      path: engine.defaultGroupsPath(identityPath),
      publicKey,
      onError: onProblem
    })
    onChange()
    const identity = await this.openIdentity(engine, identityPath)
    const sessions = engine.openSessionCounter(identityPath, identity.publicKey, { onProblem })
    this.peer = await engine.createCallPeer({ identity, sessions, network: this.keeper.network, bootstrap, relayOnly, signal })

    return engine
  }

  /** Opens the identity and its contacts */
  private async openIdentity (engine: Engine, identityPath: string): Promise<Identity> {
    const { unlocking, onChange } = this.init
    const { onProblem } = this
    const identity = await unlocking.open(engine, identityPath)
    this.identity = identity
    this.people = await KnownPeople.open({ engine, publicKey: identity.publicKey, identityPath, onChange, onProblem })

    return identity
  }

  private onProblem (err: Error): void {
    if (isStorageError(err)) {
      this.tellUnstored('UnstoredNotice')
    } else {
      this.init.onProblem(err)
    }
  }

  private tellUnstored (notice: 'VisitNotice' | 'UnstoredNotice'): void {
    if (!this.told) {
      this.told = true
      this.init.onProblem(callNotice(notice))
    }
  }
}
