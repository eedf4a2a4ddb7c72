import type { CallEvent } from './events.ts'

type Progress = CallEvent & { type: 'progress' }

/** Says in words what a join is doing */
export function progressWords ({ step, count }: Pick<Progress, 'step' | 'count'>): string {
  switch (step) {
    case 'starting':
      return 'starting'
    case 'network':
      return 'entering the network'
    case 'finding':
      return count == null || count === 0 ? 'looking for the others' : `found ${count === 1 ? 'somebody' : `${count} who may be in the call`}`
    case 'dialling':
      return 'dialling somebody who may be in the call'
    case 'waiting':
      return count == null || count === 0 ? 'not on the roster: waiting for an owner who can let you in' : 'knocked: waiting for an owner to let you in'
    case 'connecting':
      return 'let in: connecting to everybody'
    default:
      return count === 0 ? 'nobody else is here yet: the call is open' : 'connected'
  }
}
