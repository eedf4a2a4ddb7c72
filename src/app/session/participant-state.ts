import type { Participant } from '../../index.ts'
import type { ParticipantState } from '../model/state.ts'

/**
 * What a tile shows of a participant, at this moment
 *
 * @param participant
 * @param volume - 0 to 1
 * @param pairNumber - what both see when nobody is in between
 */
export function makeParticipantState (participant: Participant, volume: number, pairNumber: string): ParticipantState {
  const { publicKey, name, speaking, muted, listenOnly, linkState, quality, audio, contact, verified, knownAs, namesake } = participant
  const statistics = quality?.statistics
  // what was measured last says nothing of a link that has been lost since
  const connected = linkState === 'connected'

  return {
    publicKey,
    name,
    speaking: connected && speaking && !muted,
    muted,
    listenOnly,
    level: connected ? audio?.level ?? 0 : 0,
    linkState,
    quality: connected ? quality?.quality ?? 'good' : 'lost',
    roundTripTime: statistics?.roundTripTime,
    jitter: statistics?.jitter,
    lossPercent: statistics?.lossPercent ?? 0,
    route: statistics?.relayed === true ? 'relayed' : 'direct',
    volume,
    standing: contact,
    verified,
    knownAs,
    heldFor: namesake == null ? undefined : { publicKey: namesake.publicKey, name: namesake.name, verified: namesake.verified },
    pairNumber
  }
}
