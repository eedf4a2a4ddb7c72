import { systemTimers } from '../timers.ts'
import { probeConnection } from './connection-probe.ts'
import { PING_INTERVAL, PING_TIMEOUT } from './limits.ts'
import type { Timer, Timers } from '../timers.ts'
import type { ComponentLogger, Logger } from '@libp2p/interface'
import type { ConnectionManager } from '@libp2p/interface-internal'

export interface ConnectionPingsComponents {
  connectionManager: Pick<ConnectionManager, 'getConnections'>
  logger: ComponentLogger
}

/**
 * Closes connections whose remote end has gone. Replaces libp2p's connection monitor, which
 * sends the next ping before the last one was answered, and treats the resulting refusal as
 * a failure: on a busy machine it closes working connections.
 */
export class ConnectionPings {
  private readonly components: ConnectionPingsComponents
  private readonly timers: Timers
  private readonly log: Logger
  private timer?: Timer

  constructor (components: ConnectionPingsComponents, timers: Timers = systemTimers) {
    this.components = components
    this.timers = timers
    this.log = components.logger.forComponent('groupcall:pings')
  }

  /** Idempotent */
  start (): void {
    this.timer ??= this.timers.every(PING_INTERVAL, () => { this.ping() })
  }

  /** Idempotent */
  stop (): void {
    this.timer?.stop()
    this.timer = undefined
  }

  private ping (): void {
    for (const connection of this.components.connectionManager.getConnections()) {
      probeConnection(connection, PING_TIMEOUT, this.timers)
        .catch(err => { this.log('a connection to %p has ended - %s', connection.remotePeer, err.message) })
    }
  }
}
