import { stripVTControlCharacters } from 'node:util'
import { expect } from 'aegir/chai'
import { createIdentity } from '../../keys/index.ts'
import { explainFailure } from '../../src/cli/call/failure.ts'
import { alarmEvent, groupEvent } from '../../src/cli/call/group-events.ts'
import { KnockList } from '../../src/cli/call/knock-list.ts'
import { TerminalView } from '../../src/cli/call/terminal-view.ts'
import { describeError } from '../../src/cli/errors.ts'
import { changeRoster, createGroup, JoinRefusedError, RemovedError } from '../../src/index.ts'
import { FakeMembersCall } from './fixtures/members-call.ts'
import type { CallEvent } from '../../src/cli/call/events.ts'
import type { KnockListInit } from '../../src/cli/call/knock-list.ts'

const BEN = 'b'.repeat(64)
const CLEO = 'c'.repeat(64)

describe('people who knock at a call', () => {
  let call: FakeMembersCall
  let shown: CallEvent[]
  let problems: Error[]

  beforeEach(async () => {
    call = new FakeMembersCall(createGroup({ name: 'friends', owner: await createIdentity(), membersOnly: true }))
    shown = []
    problems = []
  })

  const open = (more: Partial<KnockListInit> = {}): KnockList => {
    const door = new KnockList({
      view: { statusInterval: 1_000, show: event => { shown.push(event) }, close: () => {} },
      admit: [],
      admitAll: false,
      onProblem: err => { problems.push(err) },
      ...more
    })
    door.attach(call)

    return door
  }

  const knock = (): void => {
    call.safeDispatchEvent('knock', { detail: { publicKey: BEN, name: 'Ben' } })
    call.safeDispatchEvent('knock', { detail: { publicKey: CLEO, name: 'Cleo' } })
  }

  it('is shown, and let in or not in the order of coming', () => {
    const door = open()
    knock()
    expect(shown).to.deep.equal([{ type: 'knock', publicKey: BEN, name: 'Ben' }, { type: 'knock', publicKey: CLEO, name: 'Cleo' }])

    door.answer(true)
    call.safeDispatchEvent('knock:end', { detail: { publicKey: BEN, name: 'Ben' } })
    door.answer(false)
    call.safeDispatchEvent('knock:end', { detail: { publicKey: CLEO, name: 'Cleo' } })
    door.answer(true)

    expect([call.admitted, call.denied]).to.deep.equal([[BEN], [CLEO]])
    expect(shown.slice(2)).to.deep.equal([{ type: 'knock:end', publicKey: BEN, name: 'Ben' }, { type: 'knock:end', publicKey: CLEO, name: 'Cleo' }])
  })

  it('is let in without asking when that was said', () => {
    open({ admit: [CLEO] })
    knock()
    expect(call.admitted).to.deep.equal([CLEO])
  })

  it('is let in without asking when everybody is', () => {
    open({ admitAll: true })
    knock()
    expect(call.admitted).to.deep.equal([BEN, CLEO])
  })

  it('still knocks when letting in failed, and that is said', async () => {
    const failed = new Error('no room')
    let tries = 0
    call.admit = async () => {
      tries++
      throw failed
    }
    const door = open()
    knock()
    door.answer(true)
    await Promise.resolve()
    expect(problems).to.deep.equal([failed])
    door.answer(true)
    expect(tries).to.equal(2)
  })
})

describe('what people read of a members-only call', () => {
  const view = (interactive: boolean, ...events: CallEvent[]): { lines: string[], drawn: string } => {
    const lines: string[] = []
    let drawn = ''
    const view = new TerminalView({ groupName: 'friends', interactive, live: { draw: text => { drawn = text }, line: text => { lines.push(text) }, close: () => {} } })
    events.forEach(event => { view.show(event) })

    return { lines: lines.map(line => stripVTControlCharacters(line)), drawn: stripVTControlCharacters(drawn) }
  }

  const status: CallEvent = { type: 'status', at: 1, state: 'active', safetyCode: '', self: { publicKey: BEN, name: 'Ben', muted: false, listenOnly: false, unheard: false, handRaised: false, level: 0 }, participants: [] }

  it('is who knocks, with the key, because anybody can choose any name', () => {
    const events: CallEvent[] = [{ type: 'knock', publicKey: BEN, name: 'Ben\n  + Ada is in the call' }, { type: 'knock', publicKey: CLEO, name: '' }]

    expect(view(true, ...events).lines).to.deep.equal(['  ? Ben  + Ada is in the call (key bbbbbbbb) is knocking', '  ? Somebody (key cccccccc) is knocking'])
    expect(view(false, events[0]).lines[0]).to.match(/is knocking\. Nobody can answer here: .*--admit KEY or --admit-all$/)
  })

  it('shows a knock below the call while the person waits, with the keys to answer it', () => {
    const knocks: CallEvent[] = [{ type: 'knock', publicKey: BEN, name: 'Ben' }, { type: 'knock', publicKey: CLEO, name: 'Cleo' }]

    expect(view(true, ...knocks, status).drawn).to.contain('? Ben (key bbbbbbbb) wants to join, and 1 more: a let in · d don\'t')
    expect(view(true, status, ...knocks, { type: 'knock:end', publicKey: BEN, name: 'Ben' }).drawn).to.contain('? Cleo (key cccccccc) wants to join: a let in · d don\'t')
    expect(view(true, ...knocks, { type: 'knock:end', publicKey: BEN, name: '' }, { type: 'knock:end', publicKey: CLEO, name: '' }, status).drawn).to.not.contain('wants to join')
  })

  it('is the roster when it changes, and nothing secret', async () => {
    const ada = await createIdentity()
    const group = await changeRoster(createGroup({ name: 'friends', owner: ada, membersOnly: true }), ada, { add: [(await createIdentity()).publicKey] })

    expect(view(true, groupEvent(group)).lines).to.deep.equal(['  The roster of "friends" has changed: version 1, 2 members, including 1 owner'])
    expect(Object.keys(groupEvent(group))).to.have.members(['type', 'id', 'name', 'epoch', 'rosterVersion', 'owners', 'members'])
    expect(JSON.stringify(groupEvent(group))).to.not.contain(Buffer.from(group.secret as Uint8Array).toString('hex'))
  })

  it('is an alarm when the roster forks', () => {
    expect(view(true, alarmEvent(3, 'friends')).lines[0]).to.match(/^ {2}! Two changes were made to the roster of "friends" after version 2, .*group show.*owner removed.*new group$/)
    expect(view(true, alarmEvent(3, 'friends', false)).lines[0]).to.match(/^ {2}! Others have a roster of "friends" that doesn't continue yours.*new invite.*group leave.*join again$/)
  })

  const failures: Array<[Error, RegExp]> = [
    [new JoinRefusedError('not-a-member'), /^groupcall: You aren't on the roster of "friends".*key show.*ask to be added/],
    [new JoinRefusedError('expired'), /^groupcall: The invite to "friends" has expired: ask for a new one$/],
    [new JoinRefusedError('ended', 'It is over'), /^groupcall: It is over$/],
    [new RemovedError(), /^groupcall: An owner removed you from "friends"\. .*ask to be added again$/]
  ]

  failures.forEach(([error, line]) => {
    it(`is what to do about ${error.name} ${(error as JoinRefusedError).reason ?? ''}`, () => {
      const explained = explainFailure(error, 'friends')

      expect(explained.name).to.equal(error.name)
      expect(describeError(explained)).to.have.property('code', 1)
      expect(describeError(explained).line).to.match(line)
    })
  })
})
