import type { VoiceResources } from './voice.ts'

/** A resource that did not return to what it was */
export interface Leak {
  name: string
  resource: 'descriptors' | 'connections' | 'heap'
  before: number
  after: number
}

/** Share by which a heap may grow once code has been compiled and tables are filled */
const HEAP_GROWTH = 0.1

/** A link that is being replaced has descriptors of both: those of two, for a moment */
const SPARE_DESCRIPTORS = 40

/** libp2p connections that come and go: to the bootstrap peer, to members, directly and relayed */
const SPARE_CONNECTIONS = 4

export interface Resources {
  name: string
  /** Bytes of its heap after the first faults; undefined for a process that is too young, or was replaced */
  warmHeap?: number
  before?: Pick<VoiceResources, Leak['resource']>
  after?: Pick<VoiceResources, Leak['resource']>
}

/** Compares what participants used before and after a run, with the same people in the call */
export function findLeaks (participants: Resources[]): Leak[] {
  return participants.flatMap(({ name, warmHeap = Infinity, before, after }) => {
    if (before == null || after == null) {
      return []
    }

    const limits: Record<Leak['resource'], number> = {
      descriptors: before.descriptors + SPARE_DESCRIPTORS,
      connections: before.connections + SPARE_CONNECTIONS,
      heap: warmHeap * (1 + HEAP_GROWTH)
    }

    return (Object.keys(limits) as Array<Leak['resource']>)
      .filter(resource => after[resource] > limits[resource])
      .map(resource => ({ name, resource, before: resource === 'heap' ? warmHeap : before[resource], after: after[resource] }))
  })
}
