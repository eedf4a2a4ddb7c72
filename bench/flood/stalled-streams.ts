import { concat } from 'uint8arrays/concat'
import { encodeLength } from '../../src/network/length-prefix.ts'
import { FIRST_MESSAGE_TIMEOUT, MAX_FRAME_BYTES } from '../../src/signaling/limits.ts'
import { sendFrame } from '../../test/fixtures/raw-member.ts'
import { until } from '../../test/fixtures/until.ts'
import { createFloodScene, mebibytes } from './setup.ts'
import type { Scene } from './setup.ts'
import type { Heap } from './victim-process.ts'
import type { RawMember } from '../../test/fixtures/raw-member.ts'
import type { Stream } from '@libp2p/interface'

/** One that a participant takes, and one that is to replace it */
const STREAMS_PER_PEER = 2

/** ms between two checks of how many streams are left */
const LOOK_INTERVAL = 50

/**
 * How much of a stream is sent before it stalls: all of a frame but its last byte,
 * the same with its last KiB byte by byte, a length that never ends, or the same as
 * the first after a message that proves who it is
 */
export type Stall = 'a byte short' | 'byte by byte' | 'endless length' | 'a member, a byte short'

export const STALLS: Stall[] = ['a byte short', 'byte by byte', 'endless length', 'a member, a byte short']

/** Bytes that are sent one by one */
const DRIBBLE = 1_024

export interface StallInit {
  /** @default 'small' */
  heap?: Heap

  /**
   * Let the time in which the streams must end go by at once
   *
   * @default false
   */
  skipTime?: boolean
}

export interface StalledResult {
  /** MiB that the victim took more than before, at most */
  memory: number
  /** ms from the opening of the last stream until none was left */
  gone: number
  /** Streams that the victim had at most, as far as was seen */
  streams: number
  /** `RTCPeerConnection`s that the victim made */
  connections: number
}

/**
 * Opens many signaling streams that begin with the name that only the group can know,
 * and never sends anything that ends
 */
export async function stallStreams (count: number, stall: Stall, { heap = 'small', skipTime = false }: StallInit = {}): Promise<StalledResult> {
  const scene = await createFloodScene(heap, skipTime)

  try {
    // what is loaded late, and what connections cost once, is not the flood's
    await Promise.all((await flood(scene, Math.ceil(count / 4), stall)).map(async ({ peer }) => peer.stop()))
    await untilNone(scene, skipTime)
    const before = await scene.victim.ask({ ask: 'watch' })

    await flood(scene, count, stall)
    const opened = performance.now()
    const { streams } = await scene.victim.ask({ ask: 'state' })
    await untilNone(scene, skipTime)
    const gone = performance.now() - opened
    const after = await scene.victim.ask({ ask: 'state' })

    return { memory: mebibytes(after.peak - before.rss), gone, streams, connections: after.connections }
  } finally {
    await scene.stop()
  }
}

async function flood (scene: Scene, count: number, stall: Stall): Promise<RawMember[]> {
  const members: RawMember[] = []

  for (let opened = 0; opened < count; opened += STREAMS_PER_PEER) {
    const member = await scene.createMember()
    members.push(member)

    for (let i = 0; i < STREAMS_PER_PEER; i++) {
      await stallOne(member, await member.open(), stall)
    }
  }

  return members
}

async function stallOne (member: RawMember, stream: Stream, stall: Stall): Promise<void> {
  const unfinished = concat([encodeLength(MAX_FRAME_BYTES), new Uint8Array(MAX_FRAME_BYTES - 1)])

  if (stall === 'endless length') {
    send(stream, new Uint8Array(MAX_FRAME_BYTES).fill(0x80))
  } else if (stall === 'byte by byte') {
    send(stream, unfinished.subarray(0, -DRIBBLE))
    unfinished.subarray(-DRIBBLE).forEach(byte => { send(stream, Uint8Array.of(byte)) })
  } else {
    if (stall === 'a member, a byte short') {
      sendFrame(stream, await member.frame({ type: 'look' }))
    }

    send(stream, unfinished)
  }
}

/** A stream that was reset takes nothing any more */
function send (stream: Stream, bytes: Uint8Array): void {
  if (stream.status === 'open') {
    stream.send(bytes)
  }
}

/** Resolves when the victim no longer has any of the streams */
async function untilNone ({ victim }: Scene, skipTime: boolean): Promise<void> {
  if (skipTime) {
    await victim.ask({ ask: 'advance', ms: FIRST_MESSAGE_TIMEOUT })
  }

  await until('the victim to close all streams', async () => (await victim.ask({ ask: 'state' })).streams === 0, { interval: LOOK_INTERVAL })
}
