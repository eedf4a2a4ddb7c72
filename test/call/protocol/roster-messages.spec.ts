import { expect } from 'aegir/chai'
import { createIdentity } from '../../../keys/index.ts'
import { ChainAssembly } from '../../../src/call/protocol/chain-assembly.ts'
import { newestRosterMessage, rosterMessages } from '../../../src/call/protocol/roster-messages.ts'
import { applyRoster, changeRoster, createGroup, encodeLink, encodeRoster, MAX_LINKS, rosterHash } from '../../../src/group/index.ts'
import { keyOf } from '../fixtures/protocol-bus.ts'
import type { Identity } from '../../../keys/index.ts'
import type { Group, Roster, RosterNews } from '../../../src/group/index.ts'
import type { RosterMessage } from '../../../src/signaling/index.ts'

const SENDER = keyOf('b')

describe('messages with a roster and its chain', () => {
  let ada: Identity
  let root: Group
  /** With all links that are kept, and eight owners in each */
  let long: Group

  before(async () => {
    ada = await createIdentity()
    root = createGroup({ name: 'friends', owner: ada, membersOnly: true })
    const others = await Promise.all(Array.from({ length: 7 }, async () => (await createIdentity()).publicKey))
    long = await changeRoster(root, ada, { addOwners: others })

    for (let count = 0; count < MAX_LINKS + 3; count++) {
      long = await changeRoster(long, ada, count % 2 === 0 ? { add: [keyOf('c')] } : { remove: [keyOf('c')] })
    }
  })

  const bytesOf = ({ roster, links = [] }: RosterMessage): number => links.reduce((sum, link) => sum + encodeLink(link).byteLength, roster == null ? 0 : encodeRoster(roster).byteLength)
  const takeAll = (messages: RosterMessage[], group: Group): Array<RosterNews | 'ask' | undefined> => {
    const assembly = new ChainAssembly()

    return messages.map(message => assembly.take(SENDER, message, group))
  }

  it('fit frames, come in order, and end with the roster', () => {
    const messages = rosterMessages(long, { secret: true })

    expect(messages.length).to.be.within(2, 4)
    messages.forEach(message => { expect(bytesOf(message)).to.be.below(12_288) })
    expect(messages.flatMap(({ links = [] }) => links)).to.deep.equal(long.links)
    expect(messages.map(({ roster, secret }) => [roster, secret])).to.deep.equal([...messages.slice(1).map(() => [undefined, undefined]), [long.roster, long.secret]])
    expect(newestRosterMessage(long).links?.at(-1)).to.equal(long.links?.at(-1))
  })

  it('are put together again in any order', () => {
    const messages = rosterMessages(long, { secret: true })

    for (const order of [messages, messages.toReversed()]) {
      const taken = takeAll([...order], root)

      expect(taken.slice(0, -1).filter(news => typeof news === 'object')).to.deep.equal([])
      expect(taken.at(-1)).to.deep.equal({ roster: long.roster, links: long.links, secret: long.secret })
    }
  })

  it('need no link that is known already', async () => {
    const next = await changeRoster(long, ada, { add: [keyOf('d')] })
    const [news] = takeAll([{ type: 'roster', roster: next.roster, oldest: 1 }], long)

    expect(news).to.deep.include({ roster: next.roster, links: [] })
    expect(applyRoster(long, news as RosterNews).group?.roster).to.equal(next.roster)
    expect(rosterMessages(next, { since: rosterHash(long) })).to.deep.equal([{ type: 'roster', roster: next.roster, oldest: (long.links?.[1].version ?? 0) }])
  })

  it('contain the founder\'s newest roster, also if it comes before links that were dropped', async () => {
    const ben = await createIdentity()
    let group = await changeRoster(root, ada, { addOwners: [ben.publicKey] })

    for (let count = 0; count < MAX_LINKS + 3; count++) {
      group = await changeRoster(group, ben, count % 2 === 0 ? { add: [keyOf('c')] } : { remove: [keyOf('c')] })
    }

    const messages = rosterMessages(group)
    expect(group.links?.map(({ version }) => version).slice(0, 2)).to.deep.equal([1, 5])
    expect(messages.at(-1)).to.have.property('oldest', 5)
    expect(takeAll(messages, root).at(-1)).to.have.deep.property('links', group.links)
  })

  it('keep the secret if the same roster arrives again without it', () => {
    const messages = rosterMessages(long, { secret: true })
    const taken = takeAll([messages.at(-1) as RosterMessage, newestRosterMessage(long), ...messages.slice(0, -1)], root)

    expect(taken.at(-1)).to.have.property('secret', long.secret)
  })

  it('wait for links that are missing, but not for those that the sender lacks as well', () => {
    const { roster, links = [] } = long
    const oldest = links[0].version

    expect(takeAll([{ type: 'roster', roster: roster as Roster, links: links.slice(10), oldest }], root)).to.deep.equal(['ask'])
    expect(takeAll([{ type: 'roster', roster: roster as Roster, links: [...links], oldest }], root)).to.have.nested.property('[0].links.length', links.length)
  })
})
