import type { CallEvent } from './events.ts'

type Progress = CallEvent & { type: 'progress' }

/** Describes a step of a join */
export function progressWords ({ step, count }: Pick<Progress, 'step' | 'count'>): string {
  switch (step) {
    case 'starting':
      return 'starting'
    case 'network':
      return 'entering the network'
    case 'finding':
      return count == null || count === 0 ? 'looking for the others' : `found ${count === 1 ? 'somebody' : `${count} people`}`
    case 'dialling':
      return 'asking to be let in'
    case 'waiting':
      return count == null || count === 0 ? 'you\'re not on the roster: waiting for an owner to join' : 'knocked: waiting for an owner to let you in'
    case 'connecting':
      return 'connecting to everybody'
    default:
      return count === 0 ? 'nobody else is here yet: the call is open' : 'connected'
  }
}
