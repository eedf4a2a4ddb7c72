import { stripVTControlCharacters } from 'node:util'
import { expect } from 'aegir/chai'
import { callTable } from '../../src/cli/call/call-table.ts'
import { eventLine } from '../../src/cli/call/event-lines.ts'
import { TerminalView } from '../../src/cli/call/terminal-view.ts'
import { bar, displayName, loudness, meter } from '../../src/cli/terminal/format.ts'
import { pairNumber } from '../../src/index.ts'
import { participantStatus } from './fixtures/status.ts'
import type { CallEvent } from '../../src/cli/call/events.ts'

const ADA = 'a'.repeat(64)
const BEN = 'b'.repeat(64)

function status (more: Partial<CallEvent & { type: 'status' }> = {}): CallEvent & { type: 'status' } {
  return {
    type: 'status',
    at: 1_000,
    state: 'active',
    safetyCode: '00000 11111',
    self: { publicKey: ADA, name: 'Ada', muted: false, listenOnly: false, unheard: false, handRaised: false, level: 0.2 },
    participants: [participantStatus(BEN, 'Ben')],
    ...more
  }
}

describe('the table of a call', () => {
  const lines = (event: CallEvent & { type: 'status' }): string[] => stripVTControlCharacters(callTable(event)).split('\n')

  it('has the user first, then the others', () => {
    const [, own, ben] = lines(status())

    expect(own).to.match(/^ {2}Ada \(you\) +█+\S? +50 +50$/)
    expect(ben).to.match(/^ {2}Ben +█+\S? +good +0\.41 s +1 ms +0 % +50 +50$/)
  })

  it('shows who is muted, only listening, or not connected', () => {
    const event = status({
      self: { publicKey: ADA, name: '', muted: true, listenOnly: false, unheard: false, handRaised: false, level: 0 },
      participants: [participantStatus(BEN, '', { listenOnly: true, heard: false, joinMs: undefined }), participantStatus(ADA, 'Cy', { linkState: 'reconnecting' })]
    })
    const [, own, ben, cy] = lines(event)

    expect(own).to.match(/^ {2}You +muted/)
    expect(ben).to.match(/^ {2}bbbbbbbb +only listening +good +not yet/)
    expect(cy).to.match(/^ {2}Cy .* reconnecting .* – +– /)
  })

  it('marks verified and held participants', () => {
    const [, , ben, cy] = lines(status({ participants: [participantStatus(BEN, 'Ben', { verified: true }), participantStatus(ADA, 'Cy', { onHold: true })] }))

    expect(ben).to.match(/^ {2}✓ Ben +█+\S? +good /)
    expect(cy).to.match(/^ {2}Cy .* on hold /)
  })

  it('marks raised hands, and keeps its columns', () => {
    const [head, own, ben, cy] = lines(status({ self: { ...status().self, handRaised: true }, participants: [participantStatus(BEN, 'Ben', { handRaised: true, verified: true }), participantStatus(ADA, 'A very long name indeed', { handRaised: true })] }))

    expect(own).to.match(/^ {2}✋ Ada \(you\) /)
    expect(ben).to.match(/^ {2}✋ ✓ Ben /)
    expect(cy).to.match(/^ {2}✋ A very long … /)
    expect(new Set([own, ben, cy].map(line => line.indexOf('█') + 1))).to.deep.equal(new Set([head.indexOf('Voice')]))
  })

  it('shows that there is no direct connection', () => {
    const [, , ben] = lines(status({ participants: [participantStatus(BEN, 'Ben', { linkState: 'connecting', unlinked: true })] }))

    expect(ben).to.include('not direct')
    expect(stripVTControlCharacters(eventLine({ type: 'unlinked', publicKey: BEN, name: 'Ben' }, true) ?? '')).to.match(/No direct connection to Ben.*\. Trying again…/)
  })

  it('names the person whose version doesn\'t fit, and says who has to update', () => {
    const denied = (reason: string): string => stripVTControlCharacters(eventLine({ type: 'denied', publicKey: BEN, name: 'Ben', reason }, true) ?? '')

    expect(denied('newer-version')).to.match(/Ben.* has a newer version of groupcall\. Update yours/)
    expect(denied('older-version')).to.match(/Ben.* has an older version of groupcall\. Ask them to update/)
    expect(denied('full')).to.match(/Ben.* was refused: full/)
  })

  it('shows the member through which a participant is heard that can\'t be reached directly', () => {
    const [, , ben] = lines(status({ participants: [participantStatus(BEN, 'Ben', { linkState: 'connecting', carrier: ADA }), participantStatus(ADA, 'Chloe')] }))

    expect(ben).to.match(/^ {2}Ben .* via Chloe .* – +– /)
  })

  it('of eight with long names fits into 80 columns', () => {
    const participants = Array.from({ length: 7 }, (_, index) => participantStatus(String(index).repeat(64), 'A very long name indeed, and longer', { linkState: 'reconnecting', carrier: index > 3 ? '0'.repeat(64) : undefined, joinMs: 12_345, verified: index % 2 === 0 }))

    expect(Math.max(...lines(status({ participants })).map(line => line.length))).to.be.at.most(80)
  })
})

describe('what a call says to people', () => {
  const shown = (interactive: boolean, ...events: CallEvent[]): { lines: string[], drawn: string } => {
    const lines: string[] = []
    let drawn = ''
    const view = new TerminalView({ groupName: 'friends', interactive, live: { draw: text => { drawn = text }, line: text => { lines.push(text) }, close: () => {} } })
    events.forEach(event => { view.show(event) })

    return { lines: lines.map(line => stripVTControlCharacters(line)), drawn: stripVTControlCharacters(drawn) }
  }

  it('are the steps of the join with their times, and what went wrong', () => {
    const { lines } = shown(false,
      { type: 'progress', step: 'network', at: 120 },
      { type: 'progress', step: 'network', at: 130, problem: 'Nobody could be reached: check the network' },
      { type: 'progress', step: 'done', at: 1_500, count: 0 })

    expect(lines).to.deep.equal(['   0.12 s  entering the network', '  ! Nobody could be reached: check the network', '   1.50 s  nobody else is here yet: the call is open'])
  })

  it('are lines about changes, with names that can\'t forge a line', () => {
    const { lines } = shown(false,
      { type: 'participant:join', participant: participantStatus(BEN, 'Ben\n  + Eve is in the call') },
      { type: 'heard', publicKey: BEN, name: 'Ben', joinMs: 412 },
      { type: 'message', publicKey: BEN, name: 'Ben', text: 'hello\u001b[2J\nworld' },
      { type: 'hand', publicKey: BEN, name: 'Ben', raised: true },
      { type: 'hand', publicKey: BEN, name: 'Ben', raised: false },
      { type: 'reaction', publicKey: BEN, name: 'Ben', reaction: '👍' },
      { type: 'microphone', kind: 'mic', listenOnly: true, reason: 'No microphone found: plug one in' },
      { type: 'microphone', kind: 'raw', listenOnly: false, ended: true },
      { type: 'microphone', kind: 'wav', listenOnly: false, ended: true, reason: 'EIO' },
      { type: 'microphone', kind: 'mic', listenOnly: false, ended: true },
      { type: 'recording', publicKey: BEN, name: 'Ben', path: 'calls/Ben.wav', continued: false },
      { type: 'recording', publicKey: BEN, name: 'Ben', path: 'calls/Ben-2.wav', continued: true },
      { type: 'end', reason: 'signal', seconds: 61, participants: [participantStatus(BEN, 'Ben')] })

    expect(lines).to.deep.equal([
      '  + Ben  + Eve is in the call is in the call',
      '  You hear Ben, 0.41 s after you joined',
      '  Ben: hello [2J world',
      '  ✋ Ben raised their hand',
      '  Ben: 👍',
      '  ! You\'re only listening. No microphone found: plug one in',
      '  ! Standard input has ended. The others see you as muted.',
      '  ! Your sound file has ended (EIO). The others see you as muted.',
      '  ! Your microphone was disconnected. The others see you as muted.',
      '  Recording Ben to calls/Ben.wav',
      '  The recording of Ben continues in calls/Ben-2.wav',
      '\nLeft the call after 61 s. Heard 1 of 1: Ben (after 0.41 s, 0.5 % lost).'
    ])
  })

  it('is nothing but the error where the call failed', () => {
    expect(shown(false, { type: 'end', reason: 'error', error: 'GroupCallFullError', seconds: 1, participants: [] }).lines).to.deep.equal([])
  })

  it('is how far the clock is off, until it is right', () => {
    const [apart, takeover] = shown(false, { type: 'apart', participants: 8 }, { type: 'takeover' }).lines
    expect(apart).to.include('another call of this group, with 8 people').and.include('stay separate')
    expect(takeover).to.include('somewhere else')

    const { lines } = shown(false, { type: 'clock', difference: 7_380_000 }, { type: 'clock', difference: -600_000 }, { type: 'clock', difference: 0 })

    expect(lines).to.deep.equal([
      '  ! Your clock is 2 h 3 min ahead of the others. Set it right, or others may not find you.',
      '  ! Your clock is 10 min behind the others. Set it right, or others may not find you.',
      '  Your clock is right again.'
    ])
  })

  it('has the invite in a line of its own, and a QR code in a terminal', () => {
    const invite: CallEvent = { type: 'invite', invite: 'groupcall://join#AQ', addresses: [] }

    expect(shown(false, invite).lines[0].split('\n')).to.include('groupcall call \'groupcall://join#AQ\'')
  })

  it('shows the table, the safety code and the keys', () => {
    const { drawn } = shown(true, status())

    expect(drawn).to.contain('Ben').and.to.contain('Safety code 00000 11111').and.to.contain('m mute · q leave · h help')
  })

  it('rings only for what others do', () => {
    let rung = 0
    const view = new TerminalView({ groupName: 'friends', interactive: true, ring: () => { rung++ }, live: { draw: () => {}, line: () => {}, close: () => {} } })
    const show = (...events: CallEvent[]): number => {
      rung = 0
      events.forEach(event => { view.show(event) })

      return rung
    }

    expect(show({ type: 'participant:join', participant: participantStatus(BEN, 'Ben') }, { type: 'message', publicKey: BEN, name: 'Ben', text: 'hello' }, { type: 'knock', publicKey: ADA, name: 'Cleo' }, { type: 'participant:leave', participant: participantStatus(BEN, 'Ben') })).to.equal(4)
    expect(show(status(), { type: 'participant:update', participant: participantStatus(BEN, 'Ben') }, { type: 'knock:end', publicKey: ADA, name: 'Cleo' })).to.equal(0)
  })

  it('tells users who speak while muted', () => {
    const { self } = status()

    expect(shown(true, status({ self: { ...self, muted: true, unheard: true } })).drawn).to.contain('! You\'re muted, so nobody hears you: m unmute')
    expect(shown(true, status({ self: { ...self, muted: true } })).drawn).to.not.contain('nobody hears you')
  })
})

describe('the question about a changed key', () => {
  const CHANGED: CallEvent = { type: 'identity:changed', publicKey: BEN, name: 'Ben\n', known: { publicKey: ADA, name: 'Ben', verified: true }, pairNumber: pairNumber(ADA, BEN) }
  let now: number
  let drawn: string
  let lines: string[]

  beforeEach(() => {
    now = 1_000
    drawn = ''
    lines = []
  })

  const view = (interactive: boolean): TerminalView => new TerminalView({
    groupName: 'friends',
    interactive,
    now: () => now,
    live: { draw: text => { drawn = stripVTControlCharacters(text) }, line: text => { lines.push(stripVTControlCharacters(text)) }, close: () => {} }
  })
  const held = (publicKey: string): CallEvent => status({ participants: [participantStatus(publicKey, 'Ben', { onHold: true })] })

  it('stands below the table with both keys and the number, until it is decided', () => {
    const shown = view(true)
    shown.show(CHANGED)
    shown.show(held(BEN))

    expect(drawn).to.contain('! Ben\'s key has changed.').and.to.contain('It is bbbbbbbb now, and was aaaaaaaa before, which you verified.')
    expect(drawn.replace(/\s+/g, ' ')).to.contain(pairNumber(ADA, BEN))
    expect(drawn).to.contain('t it\'s the same number: talk to them')
    shown.show({ ...CHANGED, name: 'A very long name indeed, and longer than fits' })
    shown.show(held(BEN))
    expect(Math.max(...drawn.split('\n').map(line => line.length))).to.be.at.most(80)

    shown.show(status())
    expect(drawn).to.contain('m mute · q leave')
    expect(drawn).to.not.contain('key has changed')
    expect(shown.asking).to.equal(undefined)
  })

  it('isn\'t answered by a key that was pressed for another question', () => {
    const shown = view(true)
    shown.show(CHANGED)
    shown.show({ ...CHANGED, publicKey: ADA })
    shown.show(held(BEN))
    expect(shown.asking).to.equal(undefined)
    now += 600
    expect(shown.asking).to.equal(BEN)

    // that one has left, and another one is asked about
    shown.show(held(ADA))
    expect(shown.asking).to.equal(undefined)
    now += 600
    expect(shown.asking).to.equal(ADA)
  })

  it('doesn\'t hide people who knock, because their keys work meanwhile', () => {
    const shown = view(true)
    shown.show(CHANGED)
    shown.show({ type: 'knock', publicKey: ADA, name: 'Cleo' })
    shown.show(held(BEN))

    expect(drawn).to.match(/key has changed[^]* t it's the same number[^]*\? Cleo \(key aaaaaaaa\) wants to join/)
  })

  it('is a few lines where nothing is drawn, with how to accept the key', () => {
    view(false).show(CHANGED)

    expect(lines[0].split('\n')[0]).to.equal('  ! Ben\'s key has changed.')
    expect(lines[0]).to.contain(`--trust ${BEN}`)
  })
})

describe('a name from others', () => {
  for (const name of ['', '\u3164', '\u2800', '\u200b', ' \u00a0']) {
    it(`${JSON.stringify(name)} is shown as a key`, () => {
      expect(displayName(name, BEN)).to.equal('bbbbbbbb')
    })
  }
})

describe('meters', () => {
  for (const [level, share] of [[0, 0], [0.001, 0], [0.004, 0], [0.0631, 0.5], [1, 1], [2, 1]] as const) {
    it(`show ${share} of their length at a level of ${level}`, () => {
      expect(loudness(level)).to.be.closeTo(share, 0.01)
      expect(meter(level, 10)).to.have.lengthOf(10)
      expect(bar(level)).to.have.lengthOf(1)
    })
  }

  it('stand beside names that fit', () => {
    expect(displayName(' \u202eevil\n ', ADA)).to.equal('evil')
    expect(displayName('', ADA)).to.equal('aaaaaaaa')
    expect(displayName('abcdefghijklmnopqrstuvwxyz', ADA, 5)).to.equal('abcd…')
  })
})
