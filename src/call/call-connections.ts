import { HARD_LIMIT } from '../mesh/index.ts'
import { createPeerConnection } from '../webrtc/index.ts'
import { EarlyOffer } from './early-offer.ts'
import { iceConfiguration } from './ice-configuration.ts'
import type { CallInit } from './call-init.ts'
import type { GroupCall } from './group-call.ts'
import type { GroupCallMesh } from '../mesh/index.ts'
import type { IceServers, IceServersEvents } from '../network/ice-servers.ts'

export interface CallConnectionsInit {
  init: CallInit
  /** Those that bootstrap peers offer */
  iceServers: Pick<IceServers, 'list' | 'addEventListener' | 'removeEventListener'>
  /** For tests */
  open?(configuration: RTCConfiguration): RTCPeerConnection
}

/**
 * Creates the connections of a call with the ICE servers of the moment, and keeps one
 * ready for the next participant. In a new process, creating the first one takes up to
 * 100 ms, which would otherwise pass between a member's answer and our offer.
 *
 * A connection that is ready has no description, so it gathers no candidates and sends
 * nothing.
 */
export class CallConnections {
  /** Goes out with the requests of this call to be let in */
  readonly early = new EarlyOffer()

  private readonly init: CallInit
  private readonly iceServers: CallConnectionsInit['iceServers']
  private readonly open: (configuration: RTCConfiguration) => RTCPeerConnection
  private spare?: { connection: RTCPeerConnection, configuration: string }
  private timer?: ReturnType<typeof setTimeout>

  constructor ({ init, iceServers, open = createPeerConnection }: CallConnectionsInit) {
    this.init = init
    this.iceServers = iceServers
    this.open = open
  }

  /** Returns a connection, which the caller closes */
  create (): RTCPeerConnection {
    const { configuration, spare } = this
    this.spare = undefined

    if (spare?.configuration === JSON.stringify(configuration)) {
      return spare.connection
    }

    spare?.connection.close()

    return this.open(configuration)
  }

  /**
   * Gets a connection ready while the network is being asked for members, and another
   * for the next newcomer once one is connected. Follows changes of the ICE servers.
   * Stops when the call ends.
   */
  attend (call: GroupCall, mesh: Pick<GroupCallMesh, 'setConfiguration'>): void {
    const onIceServers = ({ detail: { gained } }: IceServersEvents['change']): void => {
      mesh.setConfiguration(this.configuration, { retry: gained })
      this.early.setConfiguration(this.configuration)
    }

    this.iceServers.addEventListener('change', onIceServers)
    call.addEventListener('progress', ({ detail: { step } }) => {
      if (step === 'finding' || step === 'dialling') {
        this.prepareSoon(true)
      } else if (step === 'done') {
        this.early.drop()
      }
    })
    call.addEventListener('participant:update', ({ detail: { linkState } }) => {
      if (linkState === 'connected' && call.participants.length < HARD_LIMIT - 1) {
        this.prepareSoon(false)
      }
    })
    call.addEventListener('state', ({ detail }) => {
      if (detail === 'ended') {
        this.iceServers.removeEventListener('change', onIceServers)
        this.drop()
      }
    })
  }

  private get configuration (): RTCConfiguration {
    return iceConfiguration(this.init, this.iceServers.list)
  }

  private prepareSoon (joining: boolean): void {
    // what is being sent goes first
    this.timer ??= setTimeout(() => {
      this.timer = undefined
      this.prepare()

      if (joining) {
        this.early.prepare(() => this.open(this.configuration))
      }
    })
  }

  private prepare (): void {
    if (this.spare != null) {
      return
    }

    const { configuration } = this

    try {
      this.spare = { connection: this.open(configuration), configuration: JSON.stringify(configuration) }
    } catch {
      // the platform refuses another connection: whoever needs one is told
    }
  }

  private drop (): void {
    clearTimeout(this.timer)
    this.early.drop()
    this.spare?.connection.close()
    this.spare = undefined
  }
}
