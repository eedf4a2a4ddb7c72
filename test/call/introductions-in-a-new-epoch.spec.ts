import { expect } from 'aegir/chai'
import { fromString } from 'uint8arrays/from-string'
import { Admission } from '../../src/call/admission.ts'
import { Membership } from '../../src/call/membership.ts'
import { admissionInit } from './fixtures/admission-init.ts'
import type { MutableParticipant } from '../../src/call/participant.ts'
import type { SignalMessage, SignedPresence } from '../../src/signaling/index.ts'

const STATE = { muted: false, listening: false, name: '', participants: 3, rosterVersion: 1 }
const GREETING: SignalMessage & { type: 'welcome' } = { type: 'welcome', presences: [], informed: [], state: STATE }

describe('introductions in a new epoch', () => {
  it('are made up for when a participant has said who it is there', () => {
    const { admission, said, sent } = scene(['ada', 'ben'])
    said.add('late')
    admission.onJoin(presence('late'), '', { type: 'join', state: { ...STATE, participants: 1 } })

    expect(sent.take()).to.deep.equal(['late: ', 'ada: late', 'ben: late'])

    said.add('ada')
    admission.onWelcome(presence('ada'), '', GREETING)
    said.add('ben')
    admission.onWelcome(presence('ben'), '', GREETING)

    expect(sent.take()).to.deep.equal(['late: ada', 'late: ben'])

    // once is enough
    admission.onWelcome(presence('ada'), '', GREETING)

    expect(sent.take()).to.deep.equal([])
  })

  it('are not made to somebody who has left meanwhile', () => {
    const { admission, said, sent } = scene(['ada'])
    said.add('late')
    admission.onJoin(presence('late'), '', { type: 'join', state: { ...STATE, participants: 1 } })
    admission.onLeave('late', new Uint8Array())
    sent.take()

    said.add('ada')
    admission.onWelcome(presence('ada'), '', GREETING)

    expect(sent.take()).to.deep.equal([])
  })

  it('are repeated to a participant who says that it sees fewer', () => {
    const { admission, others, said, sent } = scene(['ada', 'ben'])
    said.add('ada').add('ben')

    admission.repair(others.get('ada') as MutableParticipant, { ...STATE, participants: 3 })
    expect(sent.take()).to.deep.equal([])

    admission.repair(others.get('ada') as MutableParticipant, { ...STATE, participants: 2 })
    expect(sent.take()).to.deep.equal(['ada: ben'])
  })
})

/** One who is in a call with others, and of whom none has said who it is in this epoch */
function scene (participants: string[]): { admission: Admission, others: Map<string, MutableParticipant>, said: Set<string>, sent: { take(): string[] } } {
  const others = new Map<string, MutableParticipant>()
  const membership = new Membership('own')
  const said = new Set<string>()
  const sent: string[] = []
  const add = ({ publicKey, session }: SignedPresence): void => { others.set(publicKey, { publicKey, session } as MutableParticipant) }

  membership.learn(participants[0], participants)
  participants.forEach(publicKey => {
    membership.learn(publicKey, participants)
    add(presence(publicKey))
  })

  const admission = new Admission(admissionInit({
    publicKey: 'own',
    membership,
    others,
    signaling: {
      session: '0',
      send: (to: string, message: SignalMessage) => {
        if (message.type === 'welcome') {
          sent.push(`${to}: ${message.presences.map(({ publicKey }) => publicKey).join(' ')}`)
        }
      },
      handOn: () => {},
      getPresence: (publicKey: string) => said.has(publicKey) ? presence(publicKey) : undefined
    },
    ownState: () => STATE,
    isEntered: () => true,
    add: presences => { presences.forEach(add) },
    remove: publicKey => {
      others.delete(publicKey)
      membership.leave(publicKey)
    }
  }))

  return { admission, others, said, sent: { take: () => sent.splice(0) } }
}

function presence (publicKey: string): SignedPresence {
  return { publicKey, session: '0', sessionKey: fromString(publicKey), addresses: [], name: '' } as unknown as SignedPresence
}
