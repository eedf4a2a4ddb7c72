import { PreparedOffer } from '../link/index.ts'
import type { SessionParameters } from '../link/index.ts'

/**
 * The offer that goes out with a request to be let in. The first member that is asked gets
 * it, and answers it together with the request if our key proves to be the higher one: that
 * saves a round trip. It has no candidates, so it tells nobody our addresses.
 */
export class EarlyOffer {
  private offer?: PreparedOffer
  /** The session that it was sent to, 64 hex digits */
  private sentTo?: string
  private state: 'none' | 'wanted' | 'dropped' = 'none'

  /** Begins to create it with a connection, which it closes if nobody takes the offer; idempotent */
  prepare (open: () => RTCPeerConnection): void {
    if (this.state !== 'none') {
      return
    }

    this.state = 'wanted'
    this.create(open).catch(() => {
      // the platform refuses another connection: whoever needs one is told
    })
  }

  /** Returns what to send a session (64 hex digits), if another one doesn't have it */
  parametersFor (sessionKey: string): SessionParameters | undefined {
    if (this.offer != null) {
      this.sentTo ??= sessionKey
    }

    return this.sentTo === sessionKey ? this.offer?.parameters : undefined
  }

  /** Returns the offer that a session has, which is the caller's from now on */
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
