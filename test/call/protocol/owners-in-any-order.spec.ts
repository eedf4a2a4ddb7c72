import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { toString } from 'uint8arrays/to-string'
import { createIdentity } from '../../../keys/index.ts'
import { changeRoster, createGroup, isMember, isOwner, rosterHash } from '../../../src/group/index.ts'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, ProtocolBus } from '../fixtures/protocol-bus.ts'
import type { Identity } from '../../../keys/index.ts'
import type { Group } from '../../../src/group/index.ts'

const OWNERS = 3
const PEOPLE = 5

interface Step {
  by: number
  kind: 'add' | 'remove' | 'addOwners'
  whom: number
  /** Everything that was sent arrives before the next step */
  arrives: boolean
}

const step: fc.Arbitrary<Step> = fc.record({
  by: fc.nat(OWNERS - 1),
  kind: fc.constantFrom('add', 'add', 'remove', 'addOwners'),
  whom: fc.nat(PEOPLE + 3),
  arrives: fc.boolean()
})

describe('owners in a call who change the roster in any order', () => {
  let people: Identity[]
  let base: Group

  before(async () => {
    people = await Promise.all(Array.from({ length: PEOPLE }, async () => createIdentity()))
    const [ada, ben, cleo, ...members] = people
    const group = createGroup({ name: 'friends', owner: ada, membersOnly: true })
    base = await changeRoster(group, ada, { addOwners: [ben.publicKey, cleo.publicKey], add: members.map(({ publicKey }) => publicKey) })
  })

  it('leave all that stay with one roster and secret, after a limited number of messages', async () => {
    const seen = { alarms: 0, removed: 0, epochs: 0 }
    const candidates = [...people.map(({ publicKey }) => publicKey), ...['1', '2', '3', '4'].map(keyOf)]

    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 8 }), fc.array(fc.nat(100), { minLength: 1, maxLength: 20 }), async (steps, chances) => {
      const bus = new ProtocolBus(chances)
      const peers = createLinkedCall(bus, people.map(({ publicKey }) => publicKey), { group: base })

      for (const { by, kind, whom, arrives } of steps) {
        const { protocol } = peers[by]

        if (!peers[by].over && isOwner(protocol.group, people[by].publicKey)) {
          const group = await changeRoster(protocol.group, people[by], { [kind]: [candidates[whom] ?? keyOf('1')] }).catch(() => undefined)

          if (group != null) {
            peers[by].feed({ type: 'group', group })
          }
        }

        if (arrives) {
          bus.run()
        }
      }

      bus.pass(5_000)

      const staying = peers.filter(({ over }) => !over)
      const states = staying.map(({ protocol: { group } }) => `${toString(rosterHash(group) as Uint8Array, 'base16')} ${toString(group.secret as Uint8Array, 'base16')}`)
      const keys = staying.map(({ presence }) => presence.publicKey)
      expect(new Set(states).size).to.be.at.most(1)
      staying.forEach(({ presence, protocol, others }) => {
        expect(isMember(protocol.group, presence.publicKey)).to.equal(true)
        expect([presence.publicKey, ...others]).to.have.members(keys)
      })
      seen.alarms += peers.filter(peer => peer.events('alarm').length > 0).length
      seen.removed += peers.length - staying.length
      seen.epochs = Math.max(seen.epochs, ...staying.map(({ protocol }) => protocol.group.epoch))
    }), { numRuns: 100 })

    expect(seen.alarms).to.be.above(20)
    expect(seen.removed).to.be.above(20)
    expect(seen.epochs).to.be.above(1)
  })
})
