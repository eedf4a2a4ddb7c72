import { expect } from 'aegir/chai'
import { toString } from 'uint8arrays/to-string'
import { verify } from '../../keys/index.ts'
import { createGroup, deriveGroupKeys, RENDEZVOUS_EDGE_MS, RENDEZVOUS_SLOT_MS, rendezvousSlots } from '../../src/group/index.ts'

const OWNER = { publicKey: 'a'.repeat(64) }
const SESSION_KEY = new Uint8Array(32).fill(7)

describe('group keys', () => {
  it('are the same for all who hold the secret', async () => {
    const group = createGroup({ name: 'friends', owner: OWNER })
    const [a, b] = [deriveGroupKeys(group), deriveGroupKeys({ ...group, name: 'called otherwise' })]

    expect(a.sealKey).to.deep.equal(b.sealKey)
    expect((await a.rendezvous(1)).key.toString()).to.equal((await b.rendezvous(1)).key.toString())
    expect(a.signalName(SESSION_KEY)).to.deep.equal(b.signalName(SESSION_KEY))
  })

  it('all change with the epoch and with the secret', async () => {
    const group = createGroup({ name: 'friends', owner: OWNER })
    const keys = deriveGroupKeys(group)

    for (const other of [{ ...group, epoch: 1 }, { ...group, secret: new Uint8Array(32) }]) {
      const changed = deriveGroupKeys(other)

      expect(changed.sealKey).to.not.deep.equal(keys.sealKey)
      expect(changed.context).to.not.deep.equal(keys.context)
      expect((await changed.rendezvous(1)).key.toString()).to.not.equal((await keys.rendezvous(1)).key.toString())
      expect(changed.signalName(SESSION_KEY)).to.not.deep.equal(keys.signalName(SESSION_KEY))
    }
  })

  it('give each slot a key of its own', async () => {
    const keys = deriveGroupKeys(createGroup({ name: 'friends', owner: OWNER }))
    const slots = await Promise.all([0, 1, 2, 1_000_000].map(async slot => keys.rendezvous(slot)))

    expect(new Set(slots.map(({ key }) => key.toString()))).to.have.property('size', 4)
  })

  it('sign for the key of a slot, which is the public key to that', async () => {
    const { key, sign } = await deriveGroupKeys(createGroup({ name: 'friends', owner: OWNER })).rendezvous(1)
    const bytes = Uint8Array.of(1, 2, 3)

    expect(await verify(toString(key.multihash.digest, 'base16'), bytes, await sign(bytes))).to.equal(true)
  })

  it('give each process a name of 128 bits, also in a public room', () => {
    for (const group of [createGroup({ name: 'friends', owner: OWNER }), createGroup({ name: 'town square', owner: OWNER, publicRoom: true })]) {
      const keys = deriveGroupKeys(group)

      expect(keys.signalName(SESSION_KEY)).to.have.lengthOf(16)
      expect(keys.signalName(SESSION_KEY)).to.not.deep.equal(keys.signalName(new Uint8Array(32).fill(8)))
    }
  })
})

describe('rendezvous slots', () => {
  const start = 500_000 * RENDEZVOUS_SLOT_MS

  for (const [into, slots] of [
    [0, [500_000, 499_999]],
    [RENDEZVOUS_EDGE_MS - 1, [500_000, 499_999]],
    [RENDEZVOUS_EDGE_MS, [500_000]],
    [RENDEZVOUS_SLOT_MS - RENDEZVOUS_EDGE_MS - 1, [500_000]],
    [RENDEZVOUS_SLOT_MS - RENDEZVOUS_EDGE_MS, [500_000, 500_001]],
    [RENDEZVOUS_SLOT_MS - 1, [500_000, 500_001]]
  ] as Array<[number, number[]]>) {
    it(`${into} ms into a slot are ${slots.map(slot => slot - 500_000).join(' and ')}`, () => {
      expect(rendezvousSlots(start + into)).to.deep.equal(slots)
    })
  }
})
