import { expect } from 'aegir/chai'
import { untilAllHear } from '../fixtures/calls.ts'
import { createMembers, keysIn, talk } from '../fixtures/members.ts'
import { ALONE, RawMember } from '../fixtures/raw-member.ts'
import { createScene } from '../fixtures/scene.ts'
import type { SignalMessage, SignedPresence } from '../../src/signaling/messages.ts'

describe('a welcome with a forged presence of its recipient, in a higher session', () => {
  const scene = createScene()

  for (const membersOnly of [false, true]) {
    it(`is dropped and counted, and the call goes on (${membersOnly ? 'members only' : 'open group'})`, async () => {
      const { members: [victim, other, attacker], group } = await createMembers(scene.network, 3)
      const calls = await talk([victim, other], membersOnly ? group : { ...group, roster: undefined })
      scene.calls.push(...calls)
      const [{ call }] = calls
      const problems: Error[] = []
      call.addEventListener('problem', ({ detail: { error } }) => { problems.push(error) })

      const raw = RawMember.as(attacker, calls[0])
      const own = await raw.presence()
      const forged: SignedPresence = {
        ...own,
        signed: {
          ...own.signed,
          // the victim's key in place of the attacker's, and the highest session
          presence: replaced(replaced(own.signed.presence, fromHex(raw.identity.publicKey), fromHex(call.publicKey)), fromHex(raw.session), new Uint8Array(16).fill(0xff)),
          signature: new Uint8Array(64)
        }
      }
      const welcome: SignalMessage = { type: 'welcome', presences: [forged], informed: [], state: ALONE }

      await raw.sendAndBeReset(await raw.frame(welcome))

      expect(call.dropped.signature).to.equal(1)
      expect(call.state).to.equal('active')
      expect(problems).to.deep.equal([])
      expect(keysIn(call)).to.deep.equal([other.identity.publicKey])
      await untilAllHear(calls.map(({ call }) => call))
    })
  }
})

function fromHex (digits: string): Uint8Array {
  return Uint8Array.from(Buffer.from(digits, 'hex'))
}

/** Other bytes in the place of some that occur once */
function replaced (bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const at = Buffer.from(bytes).indexOf(from)
  const changed = bytes.slice()
  changed.set(to, at)

  return changed
}
