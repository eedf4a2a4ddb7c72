import { expect } from 'aegir/chai'
import { fromString } from 'uint8arrays/from-string'
import { createIdentity } from '../../keys/index.ts'
import { deriveGroupKeys } from '../../src/group/index.ts'
import { signPresence } from '../../src/signaling/envelope.ts'
import { joinLater, joinTogether, untilAllHear, untilCall, untilHeard } from '../fixtures/calls.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import type { Group, GroupCall } from '../../src/index.ts'
import type { SignedPresence } from '../../src/signaling/index.ts'

describe('a welcome with seven invented people who claim to have joined first', () => {
  const scene = createScene()

  it('makes nobody leave, and keeps no newcomer out', async () => {
    scene.calls = await joinTogether(scene.network, 2)
    const [{ call }, other] = scene.calls
    const { group } = call
    await untilAllHear([call, other.call])

    const liar = await RawMember.create(scene.network, scene.calls[0])
    const presences = await Promise.all(Array.from({ length: 7 }, async () => invent(group)))
    await liar.send(await liar.frame({ type: 'welcome', presences, informed: [], state: { ...ALONE, participants: 8, settled: true } }))
    // as many as fit
    await untilCall(call, 'participant:join', () => call.participants.length === 7)

    const newcomer = await joinLater(scene.network, group)
    scene.calls.push(newcomer)
    const honest = scene.calls.map(({ call }) => call)
    await Promise.all(honest.flatMap(listener => honest.filter(speaker => speaker !== listener).map(async speaker => untilHears(listener, speaker))))

    expect(honest.map(({ state }) => state)).to.deep.equal(['active', 'active', 'active'])
  })
})

/** A presence signed by an identity that nobody has, from long ago */
async function invent (group: Group): Promise<SignedPresence> {
  const [identity, process] = await Promise.all([createIdentity(), createIdentity()])
  const session = `0000${identity.publicKey.slice(4, 32)}`
  const sessionKey = fromString(process.publicKey, 'base16')

  return signPresence({ publicKey: identity.publicKey, session, sessionKey, addresses: [], name: '' }, identity, process, deriveGroupKeys(group))
}

async function untilHears (listener: GroupCall, { publicKey }: GroupCall): Promise<void> {
  const find = (): GroupCall['participants'][number] | undefined => listener.participants.find(participant => participant.publicKey === publicKey)
  await untilCall(listener, 'track', () => find()?.audio != null)
  await untilHeard(listener, find() as GroupCall['participants'][number])
}
