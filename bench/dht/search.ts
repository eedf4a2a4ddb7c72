import { createIdentity } from '../../keys/index.ts'
import { createGroup, getPreset } from '../../src/index.ts'
import { enterNetwork } from '../enter-network.ts'
import { SentRequests } from './sent-requests.ts'
import type { GroupCall } from '../../src/index.ts'

/** ms that a search may take, and that one counts for which takes a member for not there */
const LIMIT = 30_000

export interface SearchCost {
  /** ms, 30,000 for a search that should have found a member and didn't */
  time: number
  /** Questions for providers */
  inquiries: number
  /** DHT requests of all kinds */
  messages: number
}

export interface SearchesInit {
  /** Addresses of the bootstrap peers of a member that waits in the call */
  member: string[]
  /** The same of one that joins later */
  finder: string[]
}

/**
 * Lets a member join an empty call, and then another one: returns the cost of the first
 * search until it is known that nobody is there, and of the second until the first member
 * is found. Both have entered the network and walked the DHT before.
 */
export async function runSearches ({ member, finder }: SearchesInit): Promise<{ alone: SearchCost, found: SearchCost }> {
  const peers = await Promise.all([member, finder].map(enterNetwork))
  const group = createGroup({ name: 'bench', owner: await createIdentity() })
  const calls: GroupCall[] = []

  try {
    const costs: SearchCost[] = []

    for (const [index, peer] of peers.entries()) {
      const sent = new SentRequests(peer, getPreset('local').dhtProtocol)
      const call = peer.services.calls.create(group)
      calls.push(call)
      costs.push(await measure(sent, call, index > 0))
    }

    const [alone, found] = costs

    return { alone, found }
  } finally {
    await Promise.all(calls.map(async call => call.leave()))
    await Promise.all(peers.map(async peer => peer.stop()))
  }
}

/** Resolves as soon as a member is being dialled, or the call is joined because nobody seems to be there */
async function measure (sent: SentRequests, call: GroupCall, findable: boolean): Promise<SearchCost> {
  const began = performance.now()
  const end = Promise.withResolvers<SearchCost>()
  const finish = (time = performance.now() - began): void => { end.resolve({ time, inquiries: sent.inquiries, messages: sent.messages }) }

  sent.reset()
  call.addEventListener('progress', ({ detail: { step } }) => {
    if (step === 'dialling') {
      finish()
    }
  })
  // when a member was found, the rest of the join is none of the DHT's
  call.join({ signal: AbortSignal.timeout(LIMIT) }).then(() => { finish(findable ? LIMIT : undefined) }, end.reject)

  return end.promise
}
