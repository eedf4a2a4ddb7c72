import { NAME_BYTES } from '../../src/signaling/stream-name.ts'
import { OFFER, sendFrame } from '../../test/fixtures/raw-member.ts'
import { createFloodScene, mebibytes } from './setup.ts'
import type { Scene } from './setup.ts'
import type { Heap } from './victim-process.ts'
import type { RawMember } from '../../test/fixtures/raw-member.ts'

/** Offers that each peer makes, one on each stream: most of them after it is being ignored */
const OFFERS_PER_PEER = 50

/** Peers at a time */
const AT_ONCE = 8

/** Whether the name that a stream begins with can only be guessed, or the secret is known but the signature is somebody else's */
export type Strangers = 'without the secret' | 'with the secret, wrong signatures'

export const STRANGERS: Strangers[] = ['without the secret', 'with the secret, wrong signatures']

export interface OffersResult {
  /** MiB that the victim took more than before, at most */
  memory: number
  /** `RTCPeerConnection`s that the victim made */
  connections: number
  /** A second */
  rate: number
  /** What the victim counted */
  dropped: Record<string, number>
}

/**
 * Makes many offers that are nobody's of the group
 */
export async function offerAsStrangers (count: number, strangers: Strangers, heap: Heap = 'small'): Promise<OffersResult> {
  const scene = await createFloodScene(heap)

  try {
    // what is loaded late, and what connections cost once, is not the flood's
    await flood(scene, Math.ceil(count / 4), strangers)
    const before = await scene.victim.ask({ ask: 'watch' })
    const began = performance.now()

    await flood(scene, count, strangers)
    const rate = count / (performance.now() - began) * 1_000
    const after = await scene.victim.ask({ ask: 'state' })

    return { memory: mebibytes(after.peak - before.rss), connections: after.connections, rate, dropped: after.dropped }
  } finally {
    await scene.stop()
  }
}

async function flood (scene: Scene, count: number, strangers: Strangers): Promise<void> {
  let left = count

  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (left > 0) {
      const offers = Math.min(left, OFFERS_PER_PEER)
      left -= offers
      const member = await scene.createMember()

      for (let i = 0; i < offers; i++) {
        await offer(member, strangers)
      }

      await member.peer.stop()
    }
  }))
}

/** Resolves when the stream was reset, or is not even spoken */
async function offer (member: RawMember, strangers: Strangers): Promise<void> {
  const frame = await member.frame(OFFER, { sender: 'a'.repeat(64) })

  try {
    const stream = await member.open(strangers === 'without the secret' ? new Uint8Array(NAME_BYTES) : undefined)
    const closed = new Promise<void>(resolve => { stream.addEventListener('close', () => { resolve() }, { once: true }) })

    if (sendFrame(stream, frame)) {
      await closed
    }
  } catch (err: any) {
    if (err.name !== 'UnsupportedProtocolError' && err.name !== 'StreamResetError') {
      throw err
    }
  }
}
