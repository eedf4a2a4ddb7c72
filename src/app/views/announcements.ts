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
    ...people(before.participants, after.participants, text),
    ...after.messages.filter(({ id, own }) => !own && !before.messages.some(known => known.id === id)).map(message => text.says.message(nameOf(message.name, text), message.text)),
    ...changed(before.self.deafened, after.self.deafened, text.says.deafened, text.says.undeafened),
    ...(before.self.deafened === after.self.deafened ? changed(before.self.muted, after.self.muted, text.says.youMuted, text.says.youUnmuted) : [])
  ]
}

function people (before: ParticipantState[], after: ParticipantState[], { says, ...text }: Text): string[] {
  const nameFor = ({ name }: ParticipantState): string => name === '' ? text.nobody : name
  const known = new Map(before.map(participant => [participant.publicKey, participant]))
  const left = before.filter(({ publicKey }) => !after.some(participant => participant.publicKey === publicKey))

  return [
    ...left.map(participant => says.left(nameFor(participant))),
    ...after.flatMap(participant => {
      const name = nameFor(participant)
      const old = known.get(participant.publicKey)

      if (old == null) {
        return [says.joined(name)]
      }

      return [
        ...changed(old.muted, participant.muted, says.muted(name), says.unmuted(name)),
        ...(participant.linkState === 'reconnecting' && old.linkState !== 'reconnecting' ? [says.reconnecting(name)] : []),
        ...(participant.linkState === 'connected' && old.linkState === 'reconnecting' ? [says.back(name)] : [])
      ]
    })
  ]
}

function changed (before: boolean, after: boolean, on: string, off: string): string[] {
  return before === after ? [] : [after ? on : off]
}

function nameOf (name: string, text: Text): string {
  return name === '' ? text.nobody : name
}
