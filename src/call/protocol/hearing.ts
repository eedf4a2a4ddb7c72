import type { ParticipantRecord } from './participants.ts'
import type { LinkState } from '../../link/index.ts'

/**
 * ms for which the report of a participant that we have no link to counts: other members
 * pass it on, and may lose three of its repetitions (see `LinkNews`)
 */
export const REPORT_LIFETIME = 20_000

type Reporter = Pick<ParticipantRecord, 'publicKey' | 'linkState' | 'links' | 'linksAt'>

/** Which others hear a participant */
export interface Hearing {
  /** Public keys of participants that another one hears */
  readonly heard: ReadonlySet<string>
  /** The same, and those that another one heard a moment ago and waits for */
  readonly awaited: ReadonlySet<string>
}

/**
 * Returns the participants that others hear. The report of a participant counts only while there is
 * an unbroken chain of links from us to it, so that members that have died can't vouch
 * for each other.
 *
 * @param participants - all others, with the reports of their links
 * @param now - ms
 */
export function hearingOf (participants: Reporter[], now: number): Hearing {
  return {
    heard: reach(participants, now, state => state === 'connected'),
    awaited: reach(participants, now, isLive)
  }
}

/** Returns whether something was heard over a link, and it has not failed for good */
export function isLive (state: LinkState | undefined): boolean {
  return state === 'connected' || state === 'reconnecting'
}

/** Returns the participants that links lead to, beginning with the local ones, and not counting these */
function reach (participants: Reporter[], now: number, leads: (state: LinkState) => boolean): Set<string> {
  const reporters = participants.filter(({ linkState }) => leads(linkState))
  const trusted = new Set(reporters)
  const reached = new Set<string>()

  for (let reporter = reporters.shift(); reporter != null; reporter = reporters.shift()) {
    if (!isLive(reporter.linkState) && (reporter.linksAt ?? -Infinity) + REPORT_LIFETIME <= now) {
      continue
    }

    for (const [publicKey, state] of reporter.links) {
      if (publicKey === reporter.publicKey || !leads(state)) {
        continue
      }

      reached.add(publicKey)
      const other = participants.find(participant => participant.publicKey === publicKey)

      if (other != null && !trusted.has(other)) {
        trusted.add(other)
        reporters.push(other)
      }
    }
  }

  return reached
}
