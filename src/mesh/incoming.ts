import { checkDescription, parseSdp } from '../link/index.ts'
import { isInitiator } from './initiator.ts'
import type { DroppedMessages } from './dropped-messages.ts'
import type { MeshLinks } from './mesh-links.ts'
import type { GroupCallMeshEvents } from './types.ts'
import type { LinkDescription } from '../link/index.ts'
import type { TypedEventTarget } from 'main-event'

export interface IncomingInit {
  publicKey: string
  links: MeshLinks
  events: TypedEventTarget<GroupCallMeshEvents>
  dropped: DroppedMessages
  /** Whether a participant is in the call, and the call goes on */
  mayHandle(participant: string): boolean
}

/**
 * Passes what the other participants signal to their links. What the rules don't
 * allow is counted and dropped.
 */
export class Incoming {
  private readonly init: IncomingInit

  constructor (init: IncomingInit) {
    this.init = init
  }

  /** Takes whole SDP; it is parsed only if its sender may send it */
  handleSdp (from: string, type: LinkDescription['type'], { sdp }: RTCSessionDescriptionInit): void {
    this.handle(from, type, () => ({ type, ...parseSdp(sdp) }))
  }

  handleDescription (from: string, description: LinkDescription): void {
    this.handle(from, description.type, () => {
      checkDescription(description)

      return description
    })
  }

  handleCandidate (from: string, candidate: string, usernameFragment?: string): void {
    const { links, dropped } = this.init
    const link = links.get(from)

    if (links.postponed.hold(from, () => { this.handleCandidate(from, candidate, usernameFragment) })) {
      return
    }

    if (link == null || links.postponed.has(from)) {
      dropped.drop('unexpected-candidate')
      return
    }

    link.handleCandidate(candidate, usernameFragment)
  }

  handleRestart (from: string, fresh: boolean): void {
    const { links, dropped } = this.init
    const link = links.get(from)

    if (link?.initiator !== true) {
      dropped.drop('unexpected-restart')
      return
    }

    if (fresh) {
      links.connect(from)
    } else if (link.gathering || link.offering) {
      // the offer that is missing at the other end is on its way
    } else if (link.state === 'connecting') {
      links.retries.retry(link)
    } else {
      link.restart()
    }
  }

  private handle (from: string, type: LinkDescription['type'], read: () => LinkDescription): void {
    if (type === 'offer' ? !this.mayOffer(from) : !this.mayAnswer(from)) {
      return
    }

    let description: LinkDescription

    try {
      description = read()
    } catch (err: any) {
      this.init.events.safeDispatchEvent('link:problem', { detail: { participant: from, error: err } })
      this.init.links.disconnect(from)
      this.init.dropped.reportViolation(from, err.name)
      return
    }

    if (type === 'offer') {
      this.takeOffer(from, description)
    } else {
      this.init.links.get(from)?.handleDescription(description)
    }
  }

  private mayOffer (from: string): boolean {
    const { publicKey, dropped, mayHandle } = this.init

    if (from === publicKey || isInitiator(publicKey, from)) {
      dropped.reportViolation(from, 'unexpected-offer')
      return false
    }

    if (!mayHandle(from)) {
      dropped.drop('unexpected-offer')
      return false
    }

    return true
  }

  private mayAnswer (from: string): boolean {
    const { links, dropped } = this.init
    const link = links.get(from)

    if (link == null) {
      // a participant whose link has just been closed may have answered before it noticed
      dropped.drop('unexpected-answer')
      return false
    }

    if (!link.initiator) {
      dropped.reportViolation(from, 'unexpected-answer')
      return false
    }

    return true
  }

  private takeOffer (from: string, offer: LinkDescription): void {
    const { links } = this.init
    const hold = (): void => { links.postponed.hold(from, () => { this.takeOffer(from, offer) }) }

    if (links.postponed.has(from)) {
      // the remote end has re-created its connection since what is held
      links.postponed.release(from)
      hold()
      return
    }

    const link = links.get(from)
    const known = link?.remoteSessionId

    // the remote end has re-created its connection: re-create this one, too
    if (link == null || link.state === 'closed' || (known != null && known !== offer.parameters.sessionId)) {
      links.connect(from)

      if (links.postponed.has(from)) {
        hold()
        return
      }
    }

    links.get(from)?.handleDescription(offer)
  }
}
