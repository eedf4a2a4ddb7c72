import { stripVTControlCharacters } from 'node:util'
import { expect } from 'aegir/chai'
import { makeReport, reportText } from '../../src/cli/demo/demo-report.ts'
import { demoTable } from '../../src/cli/demo/demo-table.ts'
import { allTogether, createMember, guests, nextMember } from '../../src/cli/demo/member.ts'
import { participantStatus } from './fixtures/status.ts'
import type { CallEvent } from '../../src/cli/call/events.ts'
import type { Member } from '../../src/cli/demo/member.ts'

const ADA = 'a'.repeat(64)
const BEN = 'b'.repeat(64)
const ZOE = 'c'.repeat(64)

function member (name: string, publicKey: string, ...events: CallEvent[]): Member {
  const identity: CallEvent = { type: 'identity', publicKey, shortKey: publicKey.slice(0, 8), file: 'x.json' }

  return [identity, ...events].reduce(nextMember, createMember(name))
}

const active: CallEvent = { type: 'state', state: 'active' }

describe('the members of a demo', () => {
  const ada = member('Ada', ADA, active, { type: 'participant:update', participant: participantStatus(BEN, 'Ben') })

  it('are together when everybody is connected to everybody', () => {
    const alone = member('Ben', BEN, active)
    const together = nextMember(alone, { type: 'participant:join', participant: participantStatus(ADA, 'Ada') })
    const lost = nextMember(together, { type: 'participant:update', participant: participantStatus(ADA, 'Ada', { linkState: 'reconnecting' }) })

    expect([[ada, alone], [ada, together], [ada, lost]].map(allTogether)).to.deep.equal([false, true, false])
  })

  it('keep what was measured when they have left', () => {
    const left = nextMember(ada, { type: 'end', reason: 'signal', seconds: 3, participants: [participantStatus(BEN, 'Ben', { linkState: 'closed' })] })

    expect(left.state).to.equal('ended')
    expect(left.others[BEN]).to.include({ heard: true, meanKbpsIn: 48.1 })
  })

  it('tell guests from each other', () => {
    const heard = nextMember(ada, { type: 'participant:join', participant: participantStatus(ZOE, 'Zoe') })
    const gone = nextMember(heard, { type: 'participant:leave', participant: participantStatus(ZOE, 'Zoe', { linkState: 'closed' }) })
    const ben = member('Ben', BEN, active)

    expect(guests([heard, ben]).map(({ participant, heardBy }) => [participant.name, heardBy])).to.deep.equal([['Zoe', ['Ada']]])
    expect(guests([gone, ben])).to.deep.equal([])
  })
})

describe('the report of a demo', () => {
  const ada = member('Ada', ADA, active, { type: 'participant:update', participant: participantStatus(BEN, 'Ben') })
  const ben = member('Ben', BEN, active, { type: 'participant:update', participant: participantStatus(ADA, 'Ada') })
  const deaf = member('Ben', BEN, active, { type: 'participant:update', participant: participantStatus(ADA, 'Ada', { heard: false, joinMs: undefined }) })

  it('is good when everybody heard everybody', () => {
    expect(makeReport([ada, ben])).to.deep.equal({
      ok: true,
      participants: [{ name: 'Ada', publicKey: ADA, state: 'active' }, { name: 'Ben', publicKey: BEN, state: 'active' }],
      links: [
        { from: 'Ben', to: 'Ada', heard: true, joinMs: 412, kbps: 48.1, lossPercent: 0.5 },
        { from: 'Ada', to: 'Ben', heard: true, joinMs: 412, kbps: 48.1, lossPercent: 0.5 }
      ]
    })
    expect(stripVTControlCharacters(reportText(makeReport([ada, ben])))).to.contain('Everybody heard everybody')
  })

  it('says who didn\'t hear whom', () => {
    const report = makeReport([ada, deaf])

    expect(report.ok).to.be.false()
    expect(report.links[1]).to.include({ from: 'Ada', to: 'Ben', heard: false, joinMs: null })
    expect(stripVTControlCharacters(reportText(report))).to.contain('Ben didn\'t hear Ada')
  })

  it('is bad if a participant never joined', () => {
    const report = makeReport([ada, createMember('Ben')])

    expect(report.ok).to.be.false()
    expect(report.participants[1]).to.deep.equal({ name: 'Ben', publicKey: null, state: 'starting' })
  })
})

describe('the table of a demo', () => {
  const names = ['Ada', 'Ben', 'Chloe', 'Dan', 'Eve', 'Finn', 'Grace', 'Hugo']
  const keys = names.map((_, index) => String(index).repeat(64))
  const members = names.map((name, index) => member(name, keys[index], active, ...keys.filter(key => key !== keys[index]).map((key): CallEvent =>
    ({ type: 'participant:join', participant: participantStatus(key, names[keys.indexOf(key)], { joinMs: 12_412, lossPercent: 12.3 }) }))))

  it('of eight fits into 80 columns', () => {
    const lines = stripVTControlCharacters(demoTable(members)).split('\n')

    expect(lines).to.have.lengthOf(names.length + 1)
    expect(Math.max(...lines.map(line => line.length))).to.be.at.most(80)
  })

  it('shows levels, silence, and what is not there yet', () => {
    const quiet = nextMember(members[0], { type: 'participant:update', participant: participantStatus(keys[1], 'Ben', { heard: false, joinMs: undefined }) })
    const lines = stripVTControlCharacters(demoTable([quiet, members[1], createMember('Chloe')])).split('\n')

    expect(lines[1]).to.match(/^ {2}Ada +in the call +· +\? +– +– /)
    expect(lines[2]).to.match(/^ {2}Ben +in the call +▅ +· +– +– /)
    expect(lines[3]).to.match(/^ {2}Chloe +starting +– +– +· +– /)
  })

  it('names participants that joined from elsewhere', () => {
    const withZoe = nextMember(members[0], { type: 'participant:join', participant: participantStatus(ZOE, 'Zo\u001b[31me') })

    expect(demoTable([withZoe])).to.match(/Zo\[31me is in the call, heard by Ada$/)
  })
})
