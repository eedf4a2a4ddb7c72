import { fromString } from 'uint8arrays/from-string'
import { createIdentity } from '../../keys/index.ts'
import { deriveGroupKeys } from '../../src/group/index.ts'
import { createCallPeer, createGroup, createInvite, openMicrophone, parseInvite } from '../../src/index.ts'
import { sealEnvelope } from '../../src/signaling/envelope.ts'
import { driverOf } from '../../test/fixtures/driver-of.ts'
import { RawMember, sendFrame, sessionKeyOf } from '../../test/fixtures/raw-member.ts'
import { targetOf } from './setup.ts'
import { Victim } from './victim-process.ts'
import type { SoundState, VictimReady } from './messages.ts'
import type { Identity } from '../../keys/index.ts'
import type { CallPeer, GroupCall } from '../../src/index.ts'
import type { Stream } from '@libp2p/interface'

/** ms between two bursts of messages: the shortest that a timer keeps */
const BURST_INTERVAL = 10

/** Bytes of a message's text, as people write */
const TEXT_LENGTH = 100

/** Sends some frames; returns how many were accepted */
type Send = (frames: Uint8Array[]) => Promise<number>

/** By the links of the call, or by streams, which are re-opened as soon as they are reset */
export type Way = 'by its links' | 'by streams'

export const WAYS: Way[] = ['by its links', 'by streams']

/** What two participants hear of each other for a while */
export interface Hearing {
  /** Lost packets, in percent of those sent */
  lost: number
  /** Sound concealed for packets that didn't arrive in time, in percent of all sound */
  concealed: number
  /** Longest delay of either event loop, in ms */
  stalled: number
}

export interface MemberFloodResult {
  before: Hearing
  during: Hearing
  /** Messages a second sent to each of the two, at least */
  rate: number
  /** What the first of the two counted */
  dropped: Record<string, number>
  /** Messages that the first of the two showed to its user */
  messages: number
}

/**
 * In a call of three, a member sends many messages to the other two: `rate` a second to
 * each, for `duration` ms. Their sound is also measured for as long before that
 */
export async function floodAsMember (rate: number, way: Way, duration: number): Promise<MemberFloodResult> {
  const group = createGroup({ name: 'flood', owner: await createIdentity() })
  const first = await Victim.start({ invite: createInvite(group) }, 'default')
  const invite = createInvite(group, { addresses: first.ready.addresses })
  const second = await Victim.start({ invite }, 'default')
  const identity = await createIdentity()
  const peer = await createCallPeer({ identity, listen: ['/ip4/127.0.0.1/tcp/0'] })

  try {
    const call = await peer.services.calls.join(group, {
      addresses: parseInvite(invite).addresses,
      microphone: async options => openMicrophone({ kind: 'tone' }, options)
    })
    await untilConnected(call, 2)
    const victims: [Victim, Victim] = [first, second]
    const before = await hear(victims, duration)
    const floods = await Promise.all(victims.map(async ({ ready }) => ({
      frames: await sealMany(call, peer, identity, ready, rate * duration / 1_000),
      send: way === 'by its links' ? byLink(call, ready.publicKey) : byStreams(new RawMember(peer, identity, targetOf(group, ready)))
    })))
    const [during, ...sent] = await Promise.all([hear(victims, duration), ...floods.map(async ({ frames, send }) => flood(frames, rate, send))])
    const { dropped, messages } = await first.ask({ ask: 'state' })
    await call.leave()

    return { before, during, rate: Math.min(...sent) / duration * 1_000, dropped, messages }
  } finally {
    await peer.stop()
    await Promise.all([first.stop(), second.stop()])
  }
}

/** Returns valid messages, sealed in advance so that sealing doesn't slow the flood down */
async function sealMany (call: GroupCall, peer: CallPeer, identity: Identity, to: VictimReady, count: number): Promise<Uint8Array[]> {
  const keys = deriveGroupKeys(call.group)
  const recipientSession = call.participants.find(({ publicKey }) => publicKey === to.publicKey)?.session

  return Promise.all(Array.from({ length: count }, async () => sealEnvelope({
    callId: call.callId,
    sender: identity.publicKey,
    senderSession: driverOf(call).session.id,
    senderSessionKey: sessionKeyOf(peer),
    recipientSessionKey: fromString(to.sessionKey, 'base16'),
    recipient: to.publicKey,
    recipientSession,
    sequence: driverOf(call).session.next(),
    message: { type: 'chat', text: 'x'.repeat(TEXT_LENGTH) }
  }, identity, keys)))
}

/** Sends over the data channel that the call uses for signaling */
function byLink (call: GroupCall, to: string): Send {
  const { mesh } = driverOf(call)
  const link = mesh.getLink(to)

  return async frames => frames.filter(frame => link?.send(frame) === true).length
}

/** Sends over streams, one after another as they are reset */
function byStreams (member: RawMember): Send {
  let stream: Stream | undefined

  return async frames => {
    if (stream?.writeStatus !== 'writable') {
      stream = await member.open().catch(() => undefined)
    }

    return frames.filter(frame => stream != null && sendFrame(stream, frame)).length
  }
}

/** Sends so many messages a second; returns how many were sent */
async function flood (frames: Uint8Array[], rate: number, send: Send): Promise<number> {
  const began = performance.now()
  let taken = 0
  let sent = 0

  while (taken < frames.length) {
    const due = Math.min(frames.length, Math.ceil((performance.now() - began) * rate / 1_000))
    sent += await send(frames.slice(taken, due))
    taken = due
    await new Promise(resolve => setTimeout(resolve, BURST_INTERVAL))
  }

  return sent
}

async function untilConnected (call: GroupCall, count: number): Promise<void> {
  const connected = (): boolean => call.participants.filter(({ linkState }) => linkState === 'connected').length === count

  await new Promise<void>(resolve => {
    const check = (): void => {
      if (connected()) {
        call.removeEventListener('participant:update', check)
        resolve()
      }
    }

    call.addEventListener('participant:update', check)
    check()
  })
}

/** Measures what the two hear of each other in the next `duration` ms */
async function hear (victims: [Victim, Victim], duration: number): Promise<Hearing> {
  await Promise.all(victims.map(async victim => victim.ask({ ask: 'watch' })))
  const before = await soundsOf(victims)
  await new Promise(resolve => setTimeout(resolve, duration))
  const after = await soundsOf(victims)
  const states = await Promise.all(victims.map(async victim => victim.ask({ ask: 'state' })))
  const share = (part: (sound: SoundState) => number, whole: (sound: SoundState) => number): number => {
    const grown = (value: (sound: SoundState) => number): number => after.reduce((sum, sound, index) => sum + value(sound) - value(before[index]), 0)

    return 100 * grown(part) / grown(whole)
  }

  return {
    lost: share(({ packetsLost }) => packetsLost, ({ packetsReceived, packetsLost }) => packetsReceived + packetsLost),
    concealed: share(({ concealed }) => concealed, ({ samples }) => samples),
    stalled: Math.max(...states.map(({ stalled }) => stalled))
  }
}

async function soundsOf ([first, second]: [Victim, Victim]): Promise<SoundState[]> {
  return Promise.all([first.ask({ ask: 'sound', of: second.ready.publicKey }), second.ask({ ask: 'sound', of: first.ready.publicKey })])
}
