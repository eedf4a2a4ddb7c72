import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { MAX_TRIES } from '../../src/call/roster-draft.ts'
import { RosterEditor } from '../../src/call/roster-editor.ts'
import { changeRoster, haveForked, createGroup, isMember, newerGroup } from '../../src/group/index.ts'
import type { Identity } from '../../keys/index.ts'
import type { ProtocolInput } from '../../src/call/protocol/types.ts'
import type { UpdateGroup } from '../../src/call/roster-editor.ts'
import type { Group, RosterChange } from '../../src/group/index.ts'

describe('the changes of a roster during a call', () => {
  let ada: Identity
  let people: string[]
  let call: { group: Group }
  let inputs: ProtocolInput[]

  beforeEach(async () => {
    ada = await createIdentity()
    people = await Promise.all([1, 2, 3].map(async () => (await createIdentity()).publicKey))
    call = { group: createGroup({ name: 'friends', owner: ada, membersOnly: true }) }
    inputs = []
  })

  const edit = (updateGroup?: UpdateGroup): RosterEditor => new RosterEditor({
    identity: ada,
    protocol: call,
    feed: input => {
      inputs.push(input)

      if (input.type === 'group') {
        expect(haveForked(call.group, input.group)).to.equal(false)
        call.group = newerGroup(call.group, input.group)
      }
    },
    updateGroup
  })

  it('follow each other, without a stored group', async () => {
    const editor = edit()
    await Promise.all(people.map(async publicKey => editor.change({ add: [publicKey] })))

    expect(call.group.roster?.version).to.equal(3)
    expect(people.filter(publicKey => !isMember(call.group, publicKey))).to.deep.equal([])
  })

  it('follow those that another process has stored, and the call doesn\'t know yet', async () => {
    let stored = await changeRoster(call.group, ada, { add: [people[0]] })
    const editor = edit(async change => { stored = await change(stored); return stored })
    await editor.change({ add: [people[1]] })

    expect(call.group.roster).to.deep.equal(stored.roster)
    expect(stored.roster?.version).to.equal(2)
    expect([0, 1, 2].map(index => isMember(stored, people[index]))).to.deep.equal([true, true, false])
  })

  it('are made again when another process stores a group meanwhile', async () => {
    let stored = call.group
    const editor = edit(async change => {
      await change(stored)
      stored = await changeRoster(stored, ada, { add: [people[0]] })
      stored = await change(stored)

      return stored
    })
    await editor.change({ add: [people[1]] })

    expect(stored.roster?.version).to.equal(2)
    expect(isMember(call.group, people[0])).to.equal(true)
  })

  describe('that are overtaken by a roster, after they have been signed and stored,', () => {
    let ben: Identity
    let stored: Group

    beforeEach(async () => {
      ben = await createIdentity()
      call.group = await changeRoster(call.group, ada, { addOwners: [ben.publicKey] })
      stored = call.group
    })

    /** Stores a change, and hands the call another owner's roster before the change is adopted */
    const overtaken = (others: RosterChange): UpdateGroup => {
      const before = call.group

      return async change => {
        stored = await change(stored)

        if (call.group === before) {
          call.group = await changeRoster(before, ben, others)
        }

        return stored
      }
    }

    it('follow it, and are published once', async () => {
      await edit(overtaken({ add: [people[0]] })).change({ add: [people[1]] })

      expect([0, 1].map(index => isMember(call.group, people[index]))).to.deep.equal([true, true])
      expect(call.group.roster?.version).to.equal(3)
      expect(stored.roster).to.deep.equal(call.group.roster)
      expect(inputs).to.have.lengthOf(1)
    })

    it('follow it without a stored group, too', async () => {
      const before = call.group
      await edit(async change => {
        const group = await change()

        if (call.group === before) {
          call.group = await changeRoster(before, ben, { add: [people[0]] })
        }

        return group
      }).change({ add: [people[1]] })

      expect([0, 1].map(index => isMember(call.group, people[index]))).to.deep.equal([true, true])
      expect(inputs).to.have.lengthOf(1)
    })

    it('follow it with a secret that has not been stored before', async () => {
      call.group = await changeRoster(call.group, ada, { add: [people[2]] })
      stored = call.group
      let first: Group | undefined
      const update = overtaken({ add: [people[0]] })
      await edit(async change => {
        const after = await update(change)
        first ??= after

        return after
      }).change({ remove: [people[2]] })

      expect(call.group.epoch).to.equal(1)
      expect(call.group.secret).to.not.deep.equal(first?.secret)
      expect(call.group.previous).to.have.lengthOf(1)
      expect([0, 2].map(index => isMember(call.group, people[index]))).to.deep.equal([true, false])
    })

    it('follow the roster of another process, which the call has from it', async () => {
      const before = call.group
      const known = await changeRoster(before, ada, { add: [people[2]] })
      stored = known
      await edit(async change => {
        stored = await change(stored)

        if (call.group === before) {
          call.group = await changeRoster(known, ben, { add: [people[0]] })
        }

        return stored
      }).change({ add: [people[1]] })

      expect(people.filter(publicKey => !isMember(call.group, publicKey))).to.deep.equal([])
      expect(call.group.roster?.version).to.equal(4)
    })

    it('are not stored if they can no longer be made', async () => {
      const changed = edit(overtaken({ add: [people[0]] })).change({ add: [people[0]] })
      await expect(changed).to.eventually.be.rejected.with.property('name', 'InvalidParametersError')

      expect(stored.roster).to.deep.equal(call.group.roster)
      expect(call.group.roster?.version).to.equal(2)
    })

    it('are published in the end if others never stop changing the roster', async () => {
      let changes = 0
      const editor = new RosterEditor({
        identity: ada,
        protocol: call,
        feed: input => { inputs.push(input) },
        updateGroup: async change => {
          stored = await change(stored)
          call.group = await changeRoster(call.group, ben, ++changes % 2 === 1 ? { add: [people[0]] } : { remove: [people[0]] })

          return stored
        }
      })
      await editor.change({ add: [people[1]] })

      expect(changes).to.equal(MAX_TRIES)
      expect(inputs.map(({ type }) => type)).to.deep.equal(['group'])
    })
  })

  it('hand the call the fork of another process, so that it raises the alarm', async () => {
    const ours = await changeRoster(call.group, ada, { add: [people[0]] })
    const stored = await changeRoster(call.group, ada, { add: [people[1]] })
    call.group = ours
    const editor = new RosterEditor({
      identity: ada,
      protocol: call,
      feed: input => {
        inputs.push(input)
        call.group = newerGroup(call.group, (input as { group: Group }).group)
      },
      updateGroup: async change => change(stored)
    })
    await editor.change({ add: [people[2]] })

    expect(inputs.map(input => (input as { group: Group }).group.roster?.version)).to.deep.equal([1, 2])
    expect((inputs[0] as { group: Group }).group).to.equal(stored)
    expect(isMember(call.group, people[2])).to.equal(true)
  })

  it('let in nobody twice: a person that another process has added is brought the roster', async () => {
    const stored = await changeRoster(call.group, ada, { add: [people[0]] })
    await edit(async change => change(stored)).admit(people[0])

    expect(call.group.roster).to.deep.equal(stored.roster)
    expect(inputs.map(({ type }) => type)).to.deep.equal(['group', 'admit'])
  })

  it('that can\'t be made leave the group as it is, and don\'t stop later ones', async () => {
    const editor = edit()
    await expect(editor.change({ remove: [people[0]] })).to.eventually.be.rejected.with.property('name', 'InvalidParametersError')
    expect(inputs).to.deep.equal([])

    await editor.change({ add: [people[0]] })
    expect(isMember(call.group, people[0])).to.equal(true)
  })
})
