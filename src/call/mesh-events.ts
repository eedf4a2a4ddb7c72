import type { Emit } from './call-events.ts'
import type { Participants } from './protocol/participants.ts'
import type { ProtocolInput } from './protocol/types.ts'
import type { Voices } from './voices.ts'
import type { GroupCallMesh } from '../mesh/index.ts'
import type { Signaling } from '../signaling/index.ts'
import type { Logger } from '@libp2p/interface'

export interface MeshEventsInit {
  mesh: GroupCallMesh
  signaling: Signaling
  voices: Voices
  participants: Participants
  feed(input: ProtocolInput): void
  emit: Emit
  log: Logger
}

/** Feeds the protocol with what happens to the links, and reports the rest as events of the call */
export function feedMeshEvents ({ mesh, signaling, voices, participants, feed, emit, log }: MeshEventsInit): void {
  mesh.addEventListener('state', ({ detail }) => {
    // the call is joining before the mesh is
    if (detail !== 'joining') {
      emit('state', detail)
    }
  })
  mesh.addEventListener('limit', ({ detail }) => { emit('limit', detail) })
  mesh.addEventListener('microphone', ({ detail }) => {
    const feedState = (): void => { feed({ type: 'microphone', listenOnly: detail.track == null, ended: detail.ended }) }
    const feedSpeaking = (): void => { feed({ type: 'speaking', speaking: detail.speaking }) }
    const ifUsed = (tell: () => void) => () => {
      if (mesh.microphone === detail) {
        tell()
      }
    }

    feedState()
    feedSpeaking()
    detail.addEventListener('speaking:change', ifUsed(feedSpeaking))
    detail.addEventListener('end', ifUsed(feedState))
    emit('microphone', detail)
  })
  mesh.addEventListener('participant:goodbye', ({ detail }) => {
    participants.presencesOf([detail]).forEach(presence => {
      // what it sent before its goodbye comes first, and takes time to verify
      signaling.settled(presence).then(() => {
        if (participants.get(detail)?.session === presence.session) {
          feed({ type: 'goodbye', publicKey: detail })
        }
      }, err => { log.error('a goodbye was not handled - %e', err) })
    })
  })
  mesh.addEventListener('participant:lost', ({ detail }) => { feed({ type: 'silence', publicKey: detail }) })
  mesh.addEventListener('participant:violation', ({ detail }) => {
    participants.presencesOf([detail]).forEach(presence => { signaling.reportViolation(presence) })
  })
  mesh.addEventListener('link:state', ({ detail: { participant, state } }) => {
    feed({ type: 'link', publicKey: participant, state })

    if (state === 'reconnecting') {
      participants.presencesOf([participant]).forEach(presence => { signaling.suspect(presence) })
    }
  })
  mesh.addEventListener('link:channel', ({ detail }) => { feed({ type: 'channel', publicKey: detail }) })
  mesh.addEventListener('link:stalled', ({ detail }) => {
    participants.presencesOf([detail]).forEach(presence => { signaling.dial(presence).catch(() => {}) })
  })
  mesh.addEventListener('link:message', ({ detail: { participant, bytes } }) => {
    participants.presencesOf([participant]).forEach(presence => { signaling.receive(presence, bytes) })
  })
  mesh.addEventListener('link:problem', ({ detail: { participant: publicKey, error } }) => {
    const participant = participants.get(publicKey)

    // without a participant it would count as the reason why the call ended
    if (participant != null) {
      emit('problem', { participant, error })
    }
  })
  mesh.addEventListener('track', ({ detail: { participant, track } }) => { voices.onTrack(participant, track) })
  mesh.addEventListener('link:quality', ({ detail }) => {
    const participant = participants.get(detail.participant)

    if (participant != null) {
      const changed = participant.quality?.quality !== detail.quality
      participant.quality = detail

      if (changed) {
        feed({ type: 'quality', publicKey: detail.participant })
      }

      emit('quality', { participant, quality: detail })
    }
  })
}
