import { parseSdp } from '../link/index.ts'
import { isInitiator } from './initiator.ts'
import type { DroppedMessages } from './dropped-messages.ts'
import type { MeshLinks } from './mesh-links.ts'
import type { GroupCallMeshEvents } from './types.ts'
import type { TypedEventTarget } from 'main-event'

export interface IncomingInit {
  publicKey: string
  links: MeshLinks
  events: TypedEventTarget<GroupCallMeshEvents>
  dropped: DroppedMessages
  /** Whether somebody is in the call, and the call goes on */
  mayHandle(participant: string): boolean
}

/**
 * Hands what the others signal to their links. What the rules do not allow is counted
 * and dropped.
 */
export class Incoming {
  private readonly init: IncomingInit

  constructor (init: IncomingInit) {
    this.init = init
  }

  handleOffer (from: string, offer: RTCSessionDescriptionInit): void {
    const { publicKey, links, dropped } = this.init

    if (from === publicKey || isInitiator(publicKey, from)) {
      dropped.blame(from, 'unexpected-offer')
      return
    }

    if (!this.init.mayHandle(from)) {
      dropped.drop('unexpected-offer')
      return
    }

    if (links.postponed.has(from)) {
      // it was made anew since
      links.postponed.release(from)
      links.postponed.hold(from, () => { this.handleOffer(from, offer) })
      return
    }

    this.guard(from, () => {
      const link = links.get(from)
      const { parameters } = parseSdp(offer.sdp ?? '')
      const known = link?.remoteSessionId

      // the other end made its connection anew: so does this one
      if (link == null || link.state === 'closed' || (known != null && known !== parameters.sessionId)) {
        links.connect(from)

        if (links.postponed.has(from)) {
          links.postponed.hold(from, () => { this.handleOffer(from, offer) })
          return
        }
      }

      links.get(from)?.handleDescription({ type: 'offer', sdp: offer.sdp })
    })
  }

  handleAnswer (from: string, answer: RTCSessionDescriptionInit): void {
    const link = this.init.links.get(from)

    if (link == null) {
      // one whose link has just been closed may have answered before it knew
      this.init.dropped.drop('unexpected-answer')
    } else if (!link.initiator) {
      this.init.dropped.blame(from, 'unexpected-answer')
    } else {
      this.guard(from, () => { link.handleDescription({ type: 'answer', sdp: answer.sdp }) })
    }
  }

  handleCandidate (from: string, candidate: RTCIceCandidateInit | null): void {
    const { links, dropped } = this.init
    const link = links.get(from)

    if (candidate != null && links.postponed.hold(from, () => { this.handleCandidate(from, candidate) })) {
      return
    }

    if (link == null || links.postponed.has(from)) {
      dropped.drop('unexpected-candidate')
      return
    }

    if (candidate != null) {
      link.handleCandidate(candidate)
    }
  }

  handleRestart (from: string): void {
    const { links, dropped } = this.init
    const link = links.get(from)

    if (link?.initiator !== true) {
      dropped.drop('unexpected-restart')
      return
    }

    if (link.state === 'connecting') {
      links.connect(from)
    } else {
      link.restart()
    }
  }

  handleInvalid (from: string, error: Error): void {
    if (this.init.mayHandle(from)) {
      this.guard(from, () => { throw error })
    }
  }

  private guard (from: string, handle: () => void): void {
    try {
      handle()
    } catch (err: any) {
      this.init.events.safeDispatchEvent('link:problem', { detail: { participant: from, error: err } })
      this.init.links.disconnect(from)
      this.init.dropped.blame(from, err.name)
    }
  }
}
