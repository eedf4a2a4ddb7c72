import type { LinkProblem } from './link-problems.ts'

/**
 * Says in a sentence or two what was bad about a link, and whose network is probably the
 * cause
 *
 * @param name - of the participant
 * @param problem - with times in ms since the Unix epoch
 */
export function explainProblem (name: string, problem: LinkProblem): string {
  const { from, to, severity, side } = problem
  const when = from === to ? `at ${clock(from)}` : `between ${clock(from)} and ${clock(to)}`

  return `${name}: ${whatHappened(problem)} ${when}. ${sideWords(name, side, severity)}`
}

function whatHappened ({ kind, mean = 0, carried }: LinkProblem): string {
  switch (kind) {
    case 'lossPercent':
      return `${mean.toFixed(0)} % of packets lost`
    case 'roundTripTime':
      return `voices took long (round trip ${mean.toFixed(0)} ms)`
    case 'jitter':
      return `packets came unevenly (jitter ${mean.toFixed(0)} ms)`
    case 'interrupted':
      return carried === true ? 'no direct connection, heard through somebody else,' : 'no connection'
    default:
      return carried === true ? 'no direct connection, heard through somebody else,' : 'couldn\'t connect'
  }
}

function sideWords (name: string, side: LinkProblem['side'], severity: LinkProblem['severity']): string {
  switch (side) {
    case 'local':
      return `All connections had trouble then, so it's probably your network${severity === 'poor' ? ': try a cable, or move closer to the Wi-Fi router' : ''}.`
    case 'remote':
      return `The other connections were fine, so it's probably ${name}'s network.`
    default:
      return 'It may be their network or yours.'
  }
}

/** Formats a time of day, as the user's clock shows it */
function clock (ms: number): string {
  return new Date(ms).toTimeString().slice(0, 8)
}
