import { KeptGroup } from './kept-group.ts'
import { keptIdentity } from './kept-identity.ts'
import { loadEngine } from './load-engine.ts'
import { KnownPeople } from './known-people.ts'
import type { Engine } from './load-engine.ts'
import type { Unlocking } from './unlocking.ts'
import type { Identity } from '../../../keys/index.ts'
import type { CallPeer } from '../../index.ts'

export interface AccessInit {
  /** The link, or what stands behind its `#` */
  invite: string
  /** Multiaddrs of peers to enter the network by, besides those in the invite */
  bootstrap: string[]
  /** Where the identity is kept, see `defaultKeyPath` */
  identityPath?: string
  unlocking: Pick<Unlocking, 'open'>
  /** Gives up when one does not want in any more */
  signal: AbortSignal
  onChange(): void
  /** What could not be kept; the call goes on */
  onProblem(error: Error): void
}

/**
 * What one gets to a call with: libp2p, the group, the identity and who is known to
 * it, and a peer in the network. Each is there as soon as it is, since the screen
 * shows what there is already.
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
   * May be called again after it has failed
   *
   * @throws {EngineLoadError} when libp2p did not come
   * @throws {InviteError} for a link that cannot be used
   * @throws {LockedError} when the user would not say the passphrase
   * @throws {KeyFileError}
   * @throws {ContactsFileError}
   */
  async open (): Promise<Engine> {
    const { invite, bootstrap, signal, onChange, onProblem } = this.init
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
    this.peer = await engine.createCallPeer({ identity, sessions, network: this.keeper.network, bootstrap, signal })

    return engine
  }

  /** And with it who is known to the person */
  private async openIdentity (engine: Engine, identityPath: string): Promise<Identity> {
    const { unlocking, onChange, onProblem } = this.init
    const identity = await unlocking.open(engine, identityPath)
    this.identity = identity
    this.people = await KnownPeople.open({ engine, publicKey: identity.publicKey, identityPath, onChange, onProblem })

    return identity
  }
}
