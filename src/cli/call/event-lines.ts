import { durationWords } from '../durations.ts'
import { clean, displayName, percent, seconds, style } from '../terminal/format.ts'
import { changedKeyLines } from './changed-key-lines.ts'
import { GROUP_LINES } from './group-lines.ts'
import { progressWords } from './progress-words.ts'
import type { CallEvent, ParticipantStatus } from './events.ts'

type Lines = { [Type in CallEvent['type']]?: (event: CallEvent & { type: Type }, interactive: boolean) => string | undefined }

const LINES: Lines = {
  ...GROUP_LINES,
  identity: ({ shortKey, file }) => `You are ${style('bold', shortKey)} (key file ${clean(file)})`,
  progress: event => event.problem == null ? `  ${style('dim', seconds(event.at).padStart(7))}  ${progressWords(event)}` : warning(event.problem),
  'participant:join': ({ participant }) => `  ${style('green', '+')} ${nameOf(participant)} is in the call`,
  'participant:leave': ({ participant }) => `  ${style('red', '-')} ${nameOf(participant)} has left`,
  // the table shows it, if there is one
  heard: (event, interactive) => interactive ? undefined : `  You hear ${nameOf(event)}, ${seconds(event.joinMs)} after you joined`,
  unlinked: event => warning(`No direct connection to ${nameOf(event)}. Trying again…`),
  message: event => `  ${nameOf(event)}: ${clean(event.text)}`,
  // a hand that is lowered needs no attention
  hand: ({ raised, ...event }) => raised ? `  ✋ ${nameOf(event)} raised their hand` : undefined,
  reaction: event => `  ${nameOf(event)}: ${clean(event.reaction)}`,
  problem: ({ message, name = '', publicKey }) => warning(publicKey == null ? message : `${nameOf({ name, publicKey })}: ${message}`),
  microphone: microphoneLine,
  speakers: ({ open, reason }) => open ? undefined : warning(`You will hear nothing. ${reason ?? ''}`),
  device: deviceLine,
  filters: ({ noiseSuppression }) => `  Noise suppression is ${noiseSuppression === true ? 'on' : 'off'}`,
  recording: event => event.continued ? `  The recording of ${nameOf(event)} continues in ${event.path}` : `  Recording ${nameOf(event)} to ${event.path}`,
  verdict: verdictLines,
  report: ({ path }) => `  The report is in ${clean(path)}`,
  // shown below the table, if there is one, until the user decides
  'identity:changed': (event, interactive) => interactive ? undefined : [...changedKeyLines(event), `To accept it, join with --trust ${event.publicKey}`].map((line, index) => index === 0 ? warning(line) : `    ${line}`).join('\n'),
  trusted: ({ known, ...event }) => `  You're talking to ${nameOf(event)}, whose key is ${event.publicKey.slice(0, 8)}. If the key ${known.publicKey.slice(0, 8)} was lost, run groupcall contact forget ${known.publicKey.slice(0, 8)}`,
  limit: ({ message }) => warning(message),
  denied: event => warning(`${nameOf(event)} ${DENIALS[event.reason] ?? `wanted to join and was refused: ${event.reason}`}`),
  clock: ({ difference }) => difference === 0 ? '  Your clock is right again.' : warning(clockWords(difference)),
  apart: ({ participants }) => warning(`There is another call of this group, with ${participants} ${participants === 1 ? 'person' : 'people'}. Together you would be too many, so both calls stay separate.`),
  takeover: () => '  You were in this call somewhere else. That session has left, and you are here now.',
  end: endLine
}

/** What keeps a person out, by the reason of `denied`, where the user can do something about it */
const DENIALS: Record<string, string> = {
  'newer-version': 'has a newer version of groupcall. Update yours to talk to them.',
  'older-version': 'has an older version of groupcall. Ask them to update it.'
}

/** What has ended, by the kind of microphone */
const ENDED: Record<string, string> = {
  raw: 'Standard input has ended',
  wav: 'Your sound file has ended'
}

/**
 * Returns a line about an event, or `undefined` if it isn't worth one
 *
 * @param event - of the call
 * @param interactive - whether there is also a table
 */
export function eventLine (event: CallEvent, interactive: boolean): string | undefined {
  const line = LINES[event.type] as ((event: CallEvent, interactive: boolean) => string | undefined) | undefined

  return line?.(event, interactive)
}

function warning (text: string): string {
  return `  ${style('yellow', '!')} ${text.trim()}`
}

function nameOf ({ name, publicKey }: { name: string, publicKey: string }): string {
  return displayName(name, publicKey, 32)
}

function clockWords (difference: number): string {
  return `Your clock is ${durationWords(Math.abs(difference))} ${difference > 0 ? 'ahead of' : 'behind'} the others. Set it right, or others may not find you.`
}

function microphoneLine ({ ended, kind, listenOnly, reason }: CallEvent & { type: 'microphone' }): string | undefined {
  if (ended === true) {
    return warning(`${ENDED[kind] ?? 'Your microphone was disconnected'}${reason == null ? '' : ` (${reason})`}. The others see you as muted.`)
  }

  return listenOnly ? warning(`You're only listening. ${reason ?? ''}`) : undefined
}

function deviceLine ({ kind, name, reason }: CallEvent & { type: 'device' }): string {
  const what = kind === 'input' ? 'microphone' : 'speakers'

  switch (reason) {
    case 'lost':
      return warning(`Your ${what} ${kind === 'input' ? 'was' : 'were'} disconnected. Using ${clean(name)}.`)
    case 'returned':
      return `  Your ${what} ${kind === 'input' ? 'is' : 'are'} back: ${clean(name)}`
    default:
      return `  Your ${what}: ${clean(name)}`
  }
}

function verdictLines ({ asked, saved, verdict }: CallEvent & { type: 'verdict' }): string {
  const lines = verdict.map(clean)
  const [worst = '', ...more] = lines

  if (asked) {
    return lines.length === 0 ? '  Nothing was bad in the last two minutes.' : lines.map(line => warning(line)).join('\n')
  }

  return warning(`Some of this call was bad. Why: ${worst}${more.length === 0 ? '' : ` (And ${more.length} more.)`}${saved ? '' : ' Save a report next time with --report FILE.'}`)
}

/** Leaves out the reason, which is shown elsewhere */
function endLine ({ reason, seconds: duration, participants }: CallEvent & { type: 'end' }): string | undefined {
  if (reason === 'error') {
    return undefined
  }

  const heard = participants.filter(({ heard }) => heard)
  const summary = participants.length === 0
    ? 'Nobody else joined.'
    : `Heard ${heard.length} of ${participants.length}${heard.length === 0 ? '' : `: ${heard.map(heardWords).join(', ')}`}.`

  return `\nLeft the call after ${duration.toFixed(0)} s. ${summary}`
}

function heardWords (participant: ParticipantStatus): string {
  return `${nameOf(participant)} (after ${seconds(participant.joinMs ?? 0)}, ${percent(participant.meanLossPercent)} lost)`
}
