import { expect } from 'aegir/chai'
import fc from 'fast-check'
import { toString } from 'uint8arrays/to-string'
import { createIdentity } from '../../keys/index.ts'
import { applyRoster, changeRoster, createGroup, isOwner, linksSince, rosterHash } from '../../src/group/index.ts'
import type { Identity } from '../../keys/index.ts'
import type { Group, Roster, RosterLink } from '../../src/group/index.ts'

type Step =
  | { type: 'change', by: number, kind: 'add' | 'remove' | 'addOwners', whom: number }
  | { type: 'tell', from: number, to: number, short: boolean }

const OWNERS = 4

/** The people that owners add, name and remove come after the owners */
const PEOPLE = 7

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ type: fc.constant('change' as const), by: fc.nat(OWNERS - 1), kind: fc.constantFrom('add' as const, 'remove' as const, 'addOwners' as const), whom: fc.nat(PEOPLE - 1) }),
  fc.record({ type: fc.constant('tell' as const), from: fc.nat(PEOPLE - 1), to: fc.nat(PEOPLE - 1), short: fc.boolean() })
)

/** Owners sign rosters in any order, and these arrive in any order, repeatedly or not at all at first */
describe('forks of the roster', () => {
  let people: Identity[]
  let base: Group

  before(async () => {
    people = await Promise.all(Array.from({ length: PEOPLE }, async () => createIdentity()))
    const [ada, ...others] = people.slice(0, OWNERS)
    base = await changeRoster(createGroup({ name: 'friends', owner: ada, membersOnly: true }), ada, { addOwners: others.map(({ publicKey }) => publicKey) })
  })

  const hashOf = (group: Group): string => toString(rosterHash(group) as Uint8Array, 'base16')
  const pathOf = ({ links = [], roster }: Group): string[] => [...links, roster as Roster].map(({ signed }) => toString(signed?.hash ?? new Uint8Array(0), 'base16'))
  const isPrefix = (a: string[], b: string[]): boolean => a.every((hash, index) => b[index] === hash)

  /** Takes the better branch at each fork of all rosters that were ever signed, from the root on */
  function bestOf (groups: Group[]): string {
    const links = new Map<string, RosterLink>(groups.flatMap(({ links = [], roster }) => [...links, roster as Roster & RosterLink]).map(link => [toString(link.signed.hash, 'base16'), link]))
    const follow = (hash: string): string => {
      const owners = links.get(hash)?.owners ?? []
      const rank = ([, { signed }]: [string, RosterLink]): number => owners.findIndex(({ publicKey }) => publicKey === signed.signer)
      const [next] = [...links].filter(([, { signed }]) => toString(signed.previous ?? new Uint8Array(0), 'base16') === hash)
        .sort((a, b) => rank(a) - rank(b) || (a[0] < b[0] ? -1 : 1))

      return next == null ? hash : follow(next[0])
    }

    return follow(hashOf(base))
  }

  it('end with the same roster for everybody, and raise the alarm for each member who sees two branches', async () => {
    const seen = { forks: 0, switches: 0, epochs: 0 }

    await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 30 }), async steps => {
      const states = people.map(() => base)
      const all = [base]

      const tell = (from: number, to: number, short: boolean): boolean => {
        const [known, other] = [states[to], states[from]]
        const { roster, secret } = other
        const links = short ? linksSince(other, rosterHash(known)) : other.links
        const { outcome, group, fork } = applyRoster(known, { roster: roster as Roster, links, secret })
        const isFork = !isPrefix(pathOf(known), pathOf(other)) && !isPrefix(pathOf(other), pathOf(known))

        expect(outcome).to.be.oneOf(['same', 'newer', 'older'])
        expect(fork != null).to.equal(isFork)
        seen.forks += isFork ? 1 : 0
        seen.switches += isFork && group != null ? 1 : 0
        states[to] = group ?? known

        return group != null
      }

      for (const step of steps) {
        if (step.type === 'tell') {
          tell(step.from, step.to, step.short)
        } else if (isOwner(states[step.by], people[step.by].publicKey)) {
          const whom = [people[step.whom].publicKey]

          // some changes make no sense, such as adding a person who is a member already
          states[step.by] = await changeRoster(states[step.by], people[step.by], { [step.kind]: whom }).catch(() => states[step.by])
          all.push(states[step.by])
        }
      }

      for (let changed = true; changed;) {
        changed = states.map((_, to) => states.map((_, from) => tell(from, to, false)).includes(true)).includes(true)
      }

      const best = bestOf(all)
      expect(states.map(hashOf)).to.deep.equal(states.map(() => best))
      expect(new Set(states.map(({ secret, epoch }) => `${epoch} ${toString(secret as Uint8Array, 'base16')}`)).size).to.equal(1)
      seen.epochs = Math.max(seen.epochs, states[0].epoch)
    }), { numRuns: 150 })

    // the property is about something
    expect(seen.forks).to.be.above(100)
    expect(seen.switches).to.be.above(20)
    expect(seen.epochs).to.be.above(0)
  })
})
