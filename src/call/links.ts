import { LinkNews } from './link-news.ts'
import type { Emit } from './call-events.ts'
import type { IdentitySignaling } from './identity-signaling.ts'
import type { OwnVoice } from './own-voice.ts'
import type { People } from './people.ts'
import type { LinkState } from '../link/index.ts'
import type { GroupCallMesh } from '../mesh/index.ts'

export interface LinksInit {
  mesh: GroupCallMesh
  signaling: IdentitySignaling
  people: People
  voice: OwnVoice
  emit: Emit
}

/**
 * What happens to the links of a call: their channels carry signaling, and the others
 * are told how they are
 */
export class Links {
  private readonly init: LinksInit
  private readonly news = new LinkNews(met => { this.tell(met) })

  constructor (init: LinksInit) {
    this.init = init
    this.listen()
  }

  stop (): void {
    this.news.stop()
  }

  private listen (): void {
    const { mesh, signaling, people, emit } = this.init

    mesh.addEventListener('participant:violation', ({ detail }) => { signaling.reportViolation(detail) })
    mesh.addEventListener('participant:goodbye', ({ detail }) => { people.remove(detail, true) })
    mesh.addEventListener('participant:lost', ({ detail }) => { people.remove(detail, false) })
    mesh.addEventListener('link:state', ({ detail: { participant, state } }) => { this.onState(participant, state) })
    mesh.addEventListener('link:stalled', ({ detail }) => { signaling.dial(detail) })
    mesh.addEventListener('link:message', ({ detail: { participant, bytes } }) => { signaling.receive(participant, bytes) })
    mesh.addEventListener('link:channel', ({ detail }) => { this.onChannel(detail) })
    mesh.addEventListener('link:quality', ({ detail }) => {
      people.with(detail.participant, participant => {
        participant.quality = detail
        emit('quality', { participant, quality: detail })
      })
    })
    mesh.addEventListener('link:problem', ({ detail: { participant, error } }) => {
      emit('problem', { participant: people.get(participant), error })
    })
    mesh.addEventListener('track', ({ detail: { participant, track } }) => {
      people.with(participant, other => { people.onTrack(other, track) })
    })
  }

  private onState (publicKey: string, state: LinkState): void {
    const { signaling, people, emit } = this.init

    people.with(publicKey, participant => {
      participant.linkState = state
      this.news.change()
      emit('participant:update', participant)

      if (state === 'reconnecting' || state === 'closed') {
        signaling.closeChannel(publicKey, participant.sessionKey)
      } else if (state === 'connected') {
        this.openChannel(publicKey)
        people.meet(participant)
      }
    })
  }

  private onChannel (publicKey: string): void {
    const { state } = this.init.voice

    this.openChannel(publicKey)

    if (state.muted || state.listening) {
      this.init.signaling.send(publicKey, { type: 'state', state })
    }

    this.news.meet(publicKey)
  }

  private openChannel (publicKey: string): void {
    this.init.signaling.openChannel(publicKey, frame => this.init.mesh.getLink(publicKey)?.send(frame) ?? false)
  }

  /** `met` may have missed somebody, which they see by how many we are */
  private tell (met: string[]): void {
    const { signaling, people, voice } = this.init
    const links = people.list.map(({ publicKey, linkState }) => ({ participant: publicKey, state: linkState }))

    for (const { publicKey } of people.list.filter(({ linkState }) => linkState === 'connected')) {
      if (met.includes(publicKey)) {
        signaling.send(publicKey, { type: 'state', state: voice.state })
      }

      signaling.send(publicKey, { type: 'links', links })
    }
  }
}
