import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { createGroup, deriveGroupKeys } from '../../src/group/index.ts'
import { sealEnvelope } from '../../src/signaling/envelope.ts'
import { EpochKeys } from '../../src/signaling/epoch-keys.ts'
import { EPOCH_GRACE } from '../../src/signaling/limits.ts'
import { BadMessageError } from '../../src/signaling/messages.ts'

describe('the keys of an epoch', () => {
  const group = createGroup({ name: 'friends', owner: { publicKey: '0'.repeat(64) } })
  const [past, present] = [deriveGroupKeys(group), deriveGroupKeys({ ...group, epoch: 1, secret: new Uint8Array(32) })]
  let frame: Uint8Array

  before(async () => {
    const identity = await createIdentity()

    frame = await sealEnvelope({
      callId: '01'.repeat(16),
      sender: identity.publicKey,
      senderSession: '2'.repeat(32),
      senderSessionKey: new Uint8Array(32),
      recipientSessionKey: new Uint8Array(32),
      sequence: 1n,
      message: { type: 'leave' }
    }, identity, past)
  })

  it('open what was on its way when the epoch ended, for a while', () => {
    const keys = new EpochKeys(past)
    expect(keys.open(frame, 0).keys).to.equal(past)

    keys.change(present, 1_000)
    expect(keys.current).to.equal(present)
    expect(keys.open(frame, 1_000 + EPOCH_GRACE).keys).to.equal(past)
    expect(() => keys.open(frame, 1_001 + EPOCH_GRACE)).to.throw(BadMessageError).with.property('reason', 'seal')
  })
})
