import { stripVTControlCharacters } from 'node:util'
import { expect } from 'aegir/chai'
import { callTable } from '../../src/cli/call/call-table.ts'
import { TerminalView } from '../../src/cli/call/terminal-view.ts'
import { demoTable } from '../../src/cli/demo/demo-table.ts'
import { createLive } from '../../src/cli/terminal/live.ts'
import { countRows, cut, wrapLines } from '../../src/cli/terminal/wrap.ts'
import { Screen } from './fixtures/screen.ts'
import { participantStatus } from './fixtures/status.ts'
import type { CallEvent } from '../../src/cli/call/events.ts'
import type { Member } from '../../src/cli/demo/member.ts'

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f', '1', '2'].map(digit => digit.repeat(64))
const LONG_NAME = '日本語の長い名前です'.repeat(2)

const status: CallEvent & { type: 'status' } = {
  type: 'status',
  at: 1_000,
  state: 'active',
  safetyCode: '00000 11111 22222 33333 44444 55555 66666 77777 88888 99999 00000 11111',
  self: { publicKey: KEYS[0], name: LONG_NAME, muted: false, listenOnly: false, unheard: false, handRaised: false, level: 0.2 },
  participants: KEYS.slice(1).map((publicKey, index) => participantStatus(publicKey, LONG_NAME, {
    rttMs: 1_234,
    lossPercent: 12.3,
    linkState: index === 1 ? 'reconnecting' : 'connected',
    carrier: index === 2 ? KEYS[1] : undefined,
    verified: index === 3
  }))
}

const members: Member[] = KEYS.map((publicKey, index) => ({ index, name: `Name${index}`, publicKey, state: 'active', others: {} }) as any)

describe('the tables of a terminal', () => {
  for (const width of [60, 80, 100, 200]) {
    it(`fit into ${width} columns, with eight participants and wide names`, () => {
      for (const table of [callTable(status, width), demoTable(members, width)]) {
        const lines = stripVTControlCharacters(table).split('\n')

        expect(lines).to.have.lengthOf(9)
        expect(lines.filter(line => countRows(line, width) !== 1)).to.deep.equal([])
        expect(lines[0]).to.match(width < 200 ? /Who/ : /Who.*(Heard after|Join).*In/)
      }
    })
  }

  it('have all columns where nothing limits them', () => {
    expect(callTable(status, Infinity)).to.include('Heard after').and.include('Loss')
  })

  it('cut wide names by the columns that they take', () => {
    expect(cut('日本語', 5)).to.equal('日本…')
    expect(cut('日本語', 6)).to.equal('日本語')
  })

  it('break lines between words, below their beginning', () => {
    expect(wrapLines('  one two three\nfour', 10)).to.equal('  one two\n  three\nfour')
  })
})

describe('what is drawn in a terminal', () => {
  const text = (count: number): string => Array.from({ length: count }, (_, index) => `${index}: ${'word '.repeat(12)}end`).join('\n')

  for (const [from, to] of [[80, 80], [60, 60], [80, 40], [40, 80], [200, 60]]) {
    it(`leaves nothing behind when it is drawn again, first on ${from} columns, then on ${to}`, () => {
      const screen = new Screen(from)
      const live = createLive(screen as any)

      live.line('first')
      live.draw(text(3))
      screen.resize(to)
      live.draw(text(5))
      live.line('second')
      live.draw(text(2))
      live.draw(text(2).replace('end', 'END'))

      expect(screen.text).to.equal(`first\nsecond\n${wrapLines(text(2).replace('end', 'END'), to)}`)
      live.close()
    })
  }

  it('fits in 60 columns, with its help and its safety code', () => {
    const screen = new Screen(60)
    const view = new TerminalView({ groupName: 'friends', interactive: true, live: createLive(screen as any) })

    view.toggleHelp()
    view.show(status)
    expect(stripVTControlCharacters(screen.text).replace(/\s+/g, ' ')).to.include(status.safetyCode).and.include('nobody is in between.')
    view.close()
  })
})
