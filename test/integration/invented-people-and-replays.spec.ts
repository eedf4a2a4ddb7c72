import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { deriveGroupKeys } from '../../src/group/index.ts'
import { signPresence } from '../../src/signaling/envelope.ts'
import { MAX_INTRODUCED, MAX_PRESENCES, MESSAGES_PER_SECOND } from '../../src/signaling/limits.ts'
import { joinLater, joinTogether, untilAllHear, untilCall, untilHeard } from '../fixtures/calls.ts'
import { knows } from '../fixtures/driver-of.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import { until } from '../fixtures/until.ts'
import type { Group, GroupCall } from '../../src/index.ts'
import type { SignalMessage, SignedPresence } from '../../src/signaling/messages.ts'
import type { Ed25519PrivateKey } from '@libp2p/interface'

const INVENTED = 1_080

describe('a member that invents 1,080 people', () => {
  const scene = createScene()

  it('brings back neither the presence nor a message of a member that has left, and keeps no newcomer out', async function () {
    scene.calls = await joinTogether(scene.network, 2)
    const [{ call }, other] = scene.calls
    await untilAllHear([call, other.call])
    const shown: string[] = []
    call.addEventListener('message', ({ detail: { text } }) => { shown.push(text) })

    // somebody comes, says something, and leaves
    const departed = await RawMember.create(scene.network, scene.calls[0])
    await departed.send(await departed.frame({ type: 'join', state: ALONE }))
    const chat = await departed.frame({ type: 'chat', text: 'see you' })
    await departed.send(chat)
    await untilCall(call, 'message', () => shown.length === 1)
    await departed.send(await departed.frame({ type: 'leave' }))
    await untilCall(call, 'participant:leave', () => !isIn(call, departed.identity.publicKey))

    const liar = await RawMember.create(scene.network, scene.calls[0])
    const invented = await inventAll(call.group)
    await sendAll(liar, invented)
    await liar.ask()
    expect(invented.filter(presence => knows(call, presence)), 'people that were learned').to.have.lengthOf(MAX_INTRODUCED)

    await liar.send(await liar.frame(welcome([await departed.presence()])))
    await liar.ask()
    expect(isIn(call, departed.identity.publicKey), 'the member that has left').to.equal(false)

    const before = call.dropped['wrong-session'] ?? 0
    await liar.send(chat)
    await until('the old message to be dropped', () => (call.dropped['wrong-session'] ?? 0) > before, { seen: () => call.dropped })
    expect(shown).to.deep.equal(['see you'])

    const newcomer = await joinLater(scene.network, call.group)
    scene.calls.push(newcomer)
    const honest = scene.calls.map(({ call }) => call)
    await Promise.all(honest.flatMap(listener => honest.filter(speaker => speaker !== listener).map(async speaker => untilHears(listener, speaker))))
  })
})

/** Sends all presences to a member in welcomes, as fast as one identity may send */
async function sendAll (liar: RawMember, presences: SignedPresence[]): Promise<void> {
  for (let at = 0; at < presences.length; at += MAX_PRESENCES) {
    await liar.send(await liar.frame(welcome(presences.slice(at, at + MAX_PRESENCES))))
    await new Promise(resolve => setTimeout(resolve, 1_000 / MESSAGES_PER_SECOND))
  }
}

function welcome (presences: SignedPresence[]): SignalMessage {
  return { type: 'welcome', presences, informed: [], state: ALONE }
}

async function inventAll (group: Group): Promise<SignedPresence[]> {
  const keys = deriveGroupKeys(group)

  return Promise.all(Array.from({ length: INVENTED }, async () => {
    const [identity, process] = await Promise.all([createIdentity(), createIdentity()])

    return signPresence({ publicKey: identity.publicKey, session: identity.publicKey.slice(0, 32), sessionKey: process.publicKeyBytes, addresses: [], name: '' }, identity, process as unknown as Ed25519PrivateKey, keys)
  }))
}

function isIn ({ participants }: GroupCall, publicKey: string): boolean {
  return participants.some(participant => participant.publicKey === publicKey)
}

async function untilHears (listener: GroupCall, { publicKey }: GroupCall): Promise<void> {
  const find = (): GroupCall['participants'][number] | undefined => listener.participants.find(participant => participant.publicKey === publicKey)
  await untilCall(listener, 'track', () => find()?.audio != null)
  await untilHeard(listener, find() as GroupCall['participants'][number])
}
