import { PreparedOffer } from '../link/index.ts'
import type { SessionParameters } from '../link/index.ts'

/**
 * An offer that is sent along with a `join`, to the first member that we ask. If our key
 * turns out to be the higher one, the answer comes with the `welcome`, which saves a round
 * trip. The offer has no candidates, so it reveals no addresses.
 */
export class EarlyOffer {
  private offer?: PreparedOffer
  /** The session that it was sent to, 64 hex digits */
  private sentTo?: string
  private state: 'none' | 'wanted' | 'dropped' = 'none'

  /** Starts to create the offer and its connection, which {@link drop} closes; idempotent */
  prepare (open: () => RTCPeerConnection): void {
    if (this.state !== 'none') {
      return
    }

    this.state = 'wanted'
    this.create(open).catch(() => {
      // the platform refuses another connection: the next call to `create` reports it
    })
  }

  /** Returns what to send to a session (64 hex digits), or `undefined` if another session has it */
  parametersFor (sessionKey: string): SessionParameters | undefined {
    if (this.offer != null) {
      this.sentTo ??= sessionKey
    }

    return this.sentTo === sessionKey ? this.offer?.parameters : undefined
  }

  /** Returns the offer that a session got, and hands it over to the caller */
  take (sessionKey: string): PreparedOffer | undefined {
    const { offer } = this

    if (offer == null || this.sentTo !== sessionKey) {
      return
    }

    this.offer = undefined

    return offer
  }

  /** Uses other ICE servers when it gathers */
  setConfiguration (configuration: RTCConfiguration): void {
    try {
      this.offer?.connection.setConfiguration(configuration)
    } catch {
      this.drop()
    }
  }

  /** Nobody else is asked; there won't be another */
  drop (): void {
    this.state = 'dropped'
    this.offer?.connection.close()
    this.offer = undefined
  }

  private async create (open: () => RTCPeerConnection): Promise<void> {
    const offer = await PreparedOffer.create(open())

    if (this.state === 'dropped') {
      offer.connection.close()
    } else {
      this.offer = offer
    }
  }
}
