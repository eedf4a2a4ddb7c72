import { toString } from 'uint8arrays/to-string'
import { deriveGroupKeys } from '../group/index.ts'
import { Stragglers } from './stragglers.ts'
import type { CallDriver } from './call-driver.ts'
import type { LobbyComponents } from './lobby.ts'
import type { Identity } from '../../keys/index.ts'
import type { PreviousEpoch } from '../group/index.ts'
import type { Logger } from '@libp2p/interface'

/**
 * While we are in a call, watches the group's past epochs for members that missed
 * their end
 */
export class PastEpochs {
  private readonly components: LobbyComponents
  private readonly identity: Identity
  private readonly driver: CallDriver
  private readonly log: Logger
  /** By the epoch's secret */
  private readonly watched = new Map<string, Stragglers>()
  private active = false

  constructor (components: LobbyComponents, driver: CallDriver, identity: Identity) {
    this.components = components
    this.identity = identity
    this.driver = driver
    this.log = components.node.logger.forComponent('groupcall:past-epochs')
    driver.listen({ onAdoption: () => { this.watch() } })
  }

  /** Called when we are in the call: before that there is nothing to tell, and the join needs the time */
  start (): void {
    this.active = !this.driver.over
    this.watch()
  }

  stop (): void {
    this.active = false
    this.watched.forEach(stragglers => { this.end(stragglers) })
    this.watched.clear()
  }

  private watch (): void {
    const { previous = [] } = this.driver.protocol.group

    if (!this.active) {
      return
    }

    const wanted = new Map(previous.map(past => [toString(past.secret, 'base16'), past]))

    for (const [secret, stragglers] of this.watched) {
      if (!wanted.has(secret)) {
        this.watched.delete(secret)
        this.end(stragglers)
      }
    }

    wanted.forEach((past, secret) => {
      if (!this.watched.has(secret)) {
        this.watched.set(secret, this.begin(past))
      }
    })
  }

  private begin ({ epoch, secret }: PreviousEpoch): Stragglers {
    const { driver } = this
    const stragglers = new Stragglers(this.components, {
      identity: this.identity,
      keys: deriveGroupKeys({ ...driver.protocol.group, epoch, secret }),
      driver
    })
    stragglers.start().catch(err => { this.log('a past epoch is not watched - %e', err) })

    return stragglers
  }

  private end (stragglers: Stragglers): void {
    stragglers.stop().catch(err => { this.log.error('a past epoch is still watched - %e', err) })
  }
}
