import { expect } from 'aegir/chai'
import { createLinkedCall } from '../fixtures/linked-call.ts'
import { keyOf, presenceOf, ProtocolBus, stateOf } from '../fixtures/protocol-bus.ts'
import type { Effect } from '../../../src/call/protocol/types.ts'
import type { SignedPresence } from '../../../src/signaling/index.ts'

const [ADA, BEN] = ['a', 'b'].map(keyOf)
const NEWER = presenceOf(ADA, '2')
const OLDER = presenceOf(ADA, '0')

describe('the news that our session is stale', () => {
  const stale = (presence: SignedPresence): { type: 'stale', presence: SignedPresence } => ({ type: 'stale', presence })
  const dropped = (violation: boolean): Effect => ({ type: 'drop', reason: 'unexpected', violation })

  it('starts a newer session while we join', () => {
    const joining = new ProtocolBus().add(ADA)

    expect(joining.receive(presenceOf(BEN), stale(NEWER))).to.deep.equal([{ type: 'renew-session', above: NEWER, member: presenceOf(BEN) }])
  })

  it('starts a newer session while we are alone in the call', () => {
    const [alone] = createLinkedCall(new ProtocolBus(), [ADA])

    expect(alone.receive(presenceOf(BEN), stale(NEWER))).to.deep.equal([{ type: 'renew-session', above: NEWER, member: presenceOf(BEN) }])
  })

  it('starts a newer session also when the newer one itself brings it', () => {
    const joining = new ProtocolBus().add(ADA)

    expect(joining.receive(NEWER, stale(NEWER))).to.deep.equal([{ type: 'renew-session', above: NEWER, member: NEWER }])
    expect(joining.error).to.equal(undefined)
  })

  it('is dropped while we are in a call with others, regardless of its bearer, and held against nobody', () => {
    const [ada, ben] = createLinkedCall(new ProtocolBus(), [ADA, BEN])

    for (const presence of [ben.presence, presenceOf(keyOf('c')), NEWER]) {
      expect(ada.receive(presence, stale(NEWER))).to.deep.equal([dropped(false)])
    }

    expect(ada.others).to.deep.equal([BEN])
  })

  it('is dropped as soon as a member has let us in, though no link is up yet', () => {
    const joining = new ProtocolBus().add(ADA)
    joining.receive(presenceOf(BEN), { type: 'welcome', presences: [], informed: [], state: stateOf() })

    expect(joining.receive(presenceOf(BEN), stale(NEWER))).to.deep.equal([dropped(false)])
  })

  it('means nothing if the session is our own, or older', () => {
    const joining = new ProtocolBus().add(ADA)

    expect(joining.receive(presenceOf(BEN), stale(joining.presence))).to.deep.equal([])
    expect(joining.receive(presenceOf(BEN), stale(OLDER))).to.deep.equal([])
  })

  it('is a violation if it is about another person', () => {
    const joining = new ProtocolBus().add(ADA)

    expect(joining.receive(presenceOf(BEN), stale(presenceOf(keyOf('c'), '9')))).to.deep.equal([dropped(true)])
  })
})
