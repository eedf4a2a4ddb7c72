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
      return count == null || count === 0 ? 'looking for the others' : `found ${people(count)}`
    case 'dialling':
      return 'dialling somebody who may be in the call'
    case 'connecting':
      return count == null ? 'connecting' : `let in: connecting to ${people(count)}`
    case 'done':
      return count === 0 ? 'nobody else is here yet: the call is open' : 'connected'
  }
}

function people (count: number): string {
  return count === 1 ? 'one' : `${count}`
}
