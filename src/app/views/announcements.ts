import { happenings } from '../model/happenings.ts'
import { personName } from '../text/person-name.ts'
import type { CallScreenState, ParticipantState } from '../model/state.ts'
import type { Text } from '../text/text.ts'

/**
 * Returns what a screen reader should say after a change of the state: what others see
 * at a glance
 */
export function announcements (before: CallScreenState, after: CallScreenState, text: Text): string[] {
  if (after.phase !== 'call') {
    return after.phase === 'lobby' && after.lobby.full && !before.lobby.full ? [text.says.full] : []
  }

  return [
    ...(before.phase === 'call' ? [] : [text.says.inCall]),
    ...news(before, after, text),
    ...people(before.participants, after.participants, text),
    ...changed(before.self.handRaised, after.self.handRaised, text.says.youRaised, text.says.youLowered),
    ...changed(before.self.deafened, after.self.deafened, text.says.deafened, text.says.undeafened),
    ...(before.self.deafened === after.self.deafened ? changed(before.self.muted, after.self.muted, text.says.youMuted, text.says.youUnmuted) : [])
  ]
}

/** Those who knock, and the user's own mute, are announced elsewhere */
function news (before: CallScreenState, after: CallScreenState, text: Text): string[] {
  return happenings(before, after).flatMap(happening => {
    switch (happening.kind) {
      case 'join':
        return [text.says.joined(personName(happening.name, text))]
      case 'leave':
        return [text.says.left(personName(happening.name, text))]
      case 'message':
        return [text.says.message(personName(happening.name, text), happening.text)]
      default:
        return []
    }
  })
}

function people (before: ParticipantState[], after: ParticipantState[], text: Text): string[] {
  const { says } = text
  const known = new Map(before.map(participant => [participant.publicKey, participant]))

  return after.flatMap(participant => {
    const name = personName(participant.name, text)
    const old = known.get(participant.publicKey)

    return old == null
      ? []
      : [
          ...changed(old.muted, participant.muted, says.muted(name), says.unmuted(name)),
          ...changed(old.handRaised, participant.handRaised, says.raised(name), says.lowered(name)),
          ...(participant.reaction == null || participant.reaction === old.reaction ? [] : [says.reacts(name, participant.reaction)]),
          ...(participant.linkState === 'reconnecting' && old.linkState !== 'reconnecting' ? [says.reconnecting(name)] : []),
          ...(participant.linkState === 'connected' && old.linkState === 'reconnecting' ? [says.back(name)] : [])
        ]
  })
}

function changed (before: boolean, after: boolean, on: string, off: string): string[] {
  return before === after ? [] : [after ? on : off]
}
