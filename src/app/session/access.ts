import { KeptGroup } from './kept-group.ts'
import { keptIdentity } from './kept-identity.ts'
import { KnownPeople } from './known-people.ts'
import { loadEngine } from './load-engine.ts'
import type { Engine } from './load-engine.ts'
import type { Unlocking } from './unlocking.ts'
import type { Identity } from '../../../keys/index.ts'
import type { CallPeer } from '../../index.ts'

export interface AccessInit {
  /** The link, or its fragment */
  invite: string
  /** Multiaddrs of bootstrap peers, besides those in the invite */
  bootstrap: string[]
  /** See `CallPeerInit` */
  relayOnly?: boolean
  /** Where the identity is stored, see `defaultKeyPath` */
  identityPath?: string
  unlocking: Pick<Unlocking, 'open'>
  /** Aborts when the user gives up */
  signal: AbortSignal
  onChange(): void
  /** Called when something can't be stored; the call goes on */
  onProblem(error: Error): void
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

  constructor (init: AccessInit) {
    this.init = init
  }

  /**
   * Opens everything; can be called again after a failure
   *
   * @throws {EngineLoadError} when libp2p couldn't be loaded
   * @throws {InviteError} for a link that can't be used
   * @throws {LockedError} when the user didn't enter the passphrase
   * @throws {KeyFileError}
   * @throws {ContactsFileError}
   */
  async open (): Promise<Engine> {
    const { invite, bootstrap, relayOnly, signal, onChange, onProblem } = this.init
    const engine = await loadEngine()
    this.engine = engine
    const identityPath = this.init.identityPath ?? engine.defaultKeyPath()
    const { publicKey } = await keptIdentity(engine, identityPath)
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
    const { unlocking, onChange, onProblem } = this.init
    const identity = await unlocking.open(engine, identityPath)
    this.identity = identity
    this.people = await KnownPeople.open({ engine, publicKey: identity.publicKey, identityPath, onChange, onProblem })

    return identity
  }
}
