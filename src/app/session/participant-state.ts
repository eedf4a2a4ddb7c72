import type { PersonVolume } from './kept-volumes.ts'
import type { Participant, Quality } from '../../index.ts'
import type { ParticipantState } from '../model/state.ts'

/**
 * Returns what a tile currently shows of a participant
 *
 * @param participant - of the call
 * @param heardAt - how loud the user wants to hear it
 * @param pairNumber - returns the number that both see if nobody is in between
 * @param carrier - the participant through which it is heard, if there is no link
 */
export function makeParticipantState (participant: Participant, heardAt: PersonVolume, pairNumber: string, carrier?: Participant): ParticipantState {
  const { publicKey, name, speaking, handRaised, muted, listenOnly, linkState, audio, contact, unlinked, verified, knownAs, namesake } = participant
  const { quality } = carrier ?? participant
  const statistics = quality?.statistics
  // the last statistics don't apply to a link that has been lost since
  const connected = carrier != null || linkState === 'connected'

  return {
    publicKey,
    name,
    speaking: connected && speaking && !muted,
    handRaised,
    muted,
    listenOnly,
    level: connected ? audio?.level ?? 0 : 0,
    linkState,
    unlinked,
    quality: qualityOf(connected, quality?.quality),
    roundTripTime: statistics?.roundTripTime,
    jitter: statistics?.jitter,
    lossPercent: statistics?.lossPercent ?? 0,
    carrier: carrier?.publicKey,
    route: carrier != null ? 'carried' : (statistics?.relayed === true ? 'relayed' : 'direct'),
    ...heardAt,
    standing: contact,
    verified,
    knownAs,
    heldFor: namesake == null ? undefined : { publicKey: namesake.publicKey, name: namesake.name, verified: namesake.verified },
    pairNumber
  }
}

/** Somebody who was never connected has lost nothing */
function qualityOf (connected: boolean, measured?: Quality): Quality | undefined {
  return connected || measured == null ? measured : 'lost'
}
