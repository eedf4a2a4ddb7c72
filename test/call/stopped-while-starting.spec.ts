import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { GroupCalls } from '../../src/call/index.ts'
import { changeRoster, createGroup } from '../../src/group/index.ts'
import { ManualTimers } from '../fixtures/manual-timers.ts'
import { StubNode } from './fixtures/stub-node.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group } from '../../src/group/index.ts'

interface Scene {
  calls: GroupCalls
  /** Of a past epoch and the one after it */
  groups: Group[]
  /** Lets everything run that is ready */
  settle(): Promise<void>
}

/** Each is ended before what it has begun has started */
const STORIES: Record<string, (scene: Scene) => Promise<void>> = {
  'a look that is overtaken by a join': async ({ calls, groups: [group], settle }) => {
    const looking = calls.look(group).catch(() => {})
    await settle()
    const call = calls.create(group)
    const joining = call.join().catch(() => {})
    await settle()
    await Promise.all([call.leave(), looking, joining])
  },
  'a look that is overtaken by the end of the node': async ({ calls, groups: [group], settle }) => {
    const looking = calls.look(group).catch(() => {})
    await settle()
    await Promise.all([calls.beforeStop(), looking])
  },
  'a look whose signal aborts': async ({ calls, groups: [group], settle }) => {
    const controller = new AbortController()
    const looking = calls.look(group, { signal: controller.signal }).then(async lobby => lobby.stop(), () => {})
    await settle()
    controller.abort()
    await looking
  },
  'a search in past epochs, whose call is left': async ({ calls, groups: [, group], settle }) => {
    const call = calls.create(group)
    const joining = call.join().catch(() => {})
    await settle()
    await Promise.all([call.leave(), joining])
  },
  'a new epoch, whose call is left': async ({ calls, groups: [before, group], settle }) => {
    const call = calls.create(before)
    const joining = call.join().catch(() => {})
    await settle()
    call.adopt(group)
    await settle()
    await Promise.all([call.leave(), joining])
  }
}

describe('stopped while starting', () => {
  let identity: Identity
  let groups: Group[]

  before(async () => {
    identity = await createIdentity()
    const group = await changeRoster(createGroup({ name: 'friends', owner: identity, membersOnly: true }), identity, { add: ['b'.repeat(64)] })
    groups = [group, await changeRoster(group, identity, { remove: ['b'.repeat(64)] })]
  })

  Object.entries(STORIES).forEach(([name, story]) => {
    it(`${name}: leaves nothing behind, whichever answer is late`, async () => {
      let answers = 1

      for (let hangAt = 0; hangAt <= answers; hangAt++) {
        const timers = new ManualTimers()
        const node = await StubNode.create(hangAt)
        const calls = new GroupCalls(node.components, { identity: slowed(identity, async () => node.answer()), timers })
        await calls.start()
        const telling = story({ calls, groups, settle: async () => timers.advance(0) })
        await timers.advance(0)
        await timers.advance(0)
        await timers.advance(0)
        node.release()
        await telling
        await calls.stop()
        await timers.advance(0)

        expect({ hangAt, timers: timers.size, calls: calls.calls, ...node.left }).to.deep.equal({ hangAt, timers: 0, calls: [], handlers: [], topologies: [], listeners: 0 })
        answers = hangAt === 0 ? node.answers : answers
      }

      // a signature and a topology at least
      expect(answers).to.be.at.least(2)
    })
  })
})

/** An identity whose signatures take as long as `wait` does, as in a browser */
function slowed (identity: Identity, wait: () => Promise<void>): Identity {
  return {
    publicKey: identity.publicKey,
    publicKeyBytes: identity.publicKeyBytes,
    privateKey: identity.privateKey,
    sign: async bytes => {
      await wait()

      return identity.sign(bytes)
    }
  }
}
