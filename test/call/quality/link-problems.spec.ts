import { expect } from 'aegir/chai'
import { findProblems } from '../../../src/call/quality/link-problems.ts'
import { explainProblem } from '../../../src/call/quality/problem-words.ts'
import { qualityReport } from '../../../src/call/quality/quality-report.ts'
import type { LinkRecord, LinkSample } from '../../../src/call/quality/link-history.ts'
import type { LinkProblem } from '../../../src/index.ts'

/** The links of people, each a sample a second: `.` is good, a digit times ten its loss, `r` reconnecting, `n` new, `c` carried meanwhile, `-` has left */
function links (people: Record<string, string>): LinkRecord[] {
  return Object.entries(people).map(([name, picture]) => ({ publicKey: name.padEnd(64, '0'), name, relayed: false, samples: [...picture].map((mark, second) => sample(mark, second * 1_000)) }))
}

function sample (mark: string, at: number): LinkSample {
  switch (mark) {
    case 'r': return { at, linkState: 'reconnecting' }
    case 'n': return { at, linkState: 'connecting' }
    case 'c': return { at, linkState: 'connecting', carried: true }
    case '-': return { at, linkState: 'closed', left: true }
    default: return { at, linkState: 'connected', quality: 'good', roundTripTime: 20, jitter: 2, lossPercent: mark === '.' ? 0 : Number(mark) * 10, sendKbps: 50, receiveKbps: 50 }
  }
}

/** The problems of the first person, in a few words */
function problems (people: Record<string, string>): string[] {
  const records = links(people)
  const [{ problems }] = findProblems(records, records[0].samples.length * 1_000)

  return problems.map(({ kind, from, to, severity, mean, carried, side }) => `${kind} ${from / 1_000}-${to / 1_000} ${severity}${mean == null ? '' : ` ${mean.toFixed(0)}`}${carried === true ? ' carried' : ''} ${side}`)
}

describe('what was bad about a link', () => {
  for (const [what, people, expected] of [
    ['nothing', { ben: '..........' }, []],
    ['a single bad second', { ben: '...9......' }, []],
    ['loss', { ben: '..222.2...' }, ['lossPercent 2-6 poor 16 unknown']],
    ['a little loss', { ben: '..11......' }, ['lossPercent 2-3 fair 10 unknown']],
    ['loss twice', { ben: '22......22' }, ['lossPercent 0-1 poor 20 unknown', 'lossPercent 8-9 poor 20 unknown']],
    ['an interruption', { ben: '...rrr....' }, ['interrupted 3-6 poor unknown']],
    ['one that lasts', { ben: '.....rrrnn' }, ['interrupted 5-10 poor unknown']],
    ['one that began before', { ben: 'rrr.......' }, ['interrupted 0-3 poor unknown']],
    ['one while another carries the voice', { ben: '..nnccc..' }, ['interrupted 2-7 poor carried unknown']],
    ['a quick join', { ben: 'nnn.......' }, []],
    ['a link that never connects', { ben: 'nnnnnnnnnn' }, ['unconnected 0-10 poor unknown']],
    ['a process that ends', { ben: '...rrr-' }, []],
    ['a participant that is lost', { ben: '..rrrrrrrrr-' }, ['interrupted 2-11 poor unknown']],
    ['one that comes back', { ben: '...---nn..' }, []],
    ['one person of three', { ben: '..33......', chloe: '..........' }, ['lossPercent 2-3 poor 30 remote']],
    ['all three', { ben: '..33......', chloe: '..rr......' }, ['lossPercent 2-3 poor 30 local']],
    ['two of four', { ben: '..33......', chloe: '..rr......', dan: '..........' }, ['lossPercent 2-3 poor 30 unknown']],
    ['another one who had left', { ben: '.....33...', chloe: '..-' }, ['lossPercent 5-6 poor 30 unknown']]
  ] as Array<[string, Record<string, string>, string[]]>) {
    it(`${what} is ${expected.length === 0 ? 'no problem' : 'found'}`, () => {
      expect(problems(people)).to.deep.equal(expected)
    })
  }

  it('also are delay and jitter', () => {
    const [record] = links({ ben: '....' })
    record.samples = record.samples.map(sample => ({ ...sample, roundTripTime: 600, jitter: 50 }))

    expect(findProblems([record], 4_000)[0].problems.map(({ kind, severity, mean }) => [kind, severity, mean])).to.deep.equal([['roundTripTime', 'poor', 600], ['jitter', 'fair', 50]])
  })
})

describe('the words for it', () => {
  const noon = new Date(2026, 0, 1, 12, 3, 10).getTime()
  const problem: LinkProblem = { kind: 'lossPercent', from: noon, to: noon + 30_000, severity: 'poor', mean: 12.3, side: 'unknown' }

  for (const [change, words] of [
    [{}, 'Ben: 12 % of packets lost between 12:03:10 and 12:03:40. It may be their network or yours.'],
    [{ side: 'remote' }, 'Ben: 12 % of packets lost between 12:03:10 and 12:03:40. The other connections were fine, so it\'s probably Ben\'s network.'],
    [{ side: 'local' }, 'Ben: 12 % of packets lost between 12:03:10 and 12:03:40. All connections had trouble then, so it\'s probably your network: try a cable, or move closer to the Wi-Fi router.'],
    [{ kind: 'roundTripTime', mean: 620 }, 'Ben: voices took long (round trip 620 ms) between 12:03:10 and 12:03:40. It may be their network or yours.'],
    [{ kind: 'interrupted', mean: undefined, to: noon }, 'Ben: no connection at 12:03:10. It may be their network or yours.']
  ] as Array<[Partial<LinkProblem>, string]>) {
    it(`are "${words}"`, () => {
      expect(explainProblem('Ben', { ...problem, ...change })).to.equal(words)
    })
  }
})

describe('the report', () => {
  it('has the worst first', () => {
    expect(qualityReport(links({ ben: '11...', chloe: '...33' }), 5_000, 0).verdict.map(words => words.slice(0, 5))).to.deep.equal(['chloe', 'ben: '])
  })

  it('has the times of the wall clock, shortened keys, and what was bad', () => {
    const report = qualityReport(links({ ben: '..222', chloe: '.....' }), 5_000, 1_000_005_000)
    const [{ key, name, samples, problems: [problem] }] = report.participants

    expect([key, name, samples[0].at, problem.from]).to.deep.equal(['ben00000', 'ben', 1_000_000_000, 1_000_002_000])
    expect([report.from, report.to]).to.deep.equal([999_885_000, 1_000_005_000])
    expect(report.verdict).to.have.lengthOf(1)
    expect(report.verdict[0]).to.match(/^ben: 20 % of packets lost between .* it's probably ben's network\.$/)
    expect(JSON.stringify(report)).not.to.contain('0'.repeat(32))
  })
})
