import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { expect } from 'aegir/chai'
import { eventLine } from '../../src/cli/call/event-lines.ts'
import { QualityVerdict } from '../../src/cli/call/quality-verdict.ts'
import type { CallEvent } from '../../src/cli/call/events.ts'
import type { LinkProblem, QualityReport } from '../../src/index.ts'

function reportOf (...severities: Array<LinkProblem['severity']>): QualityReport {
  const problems = severities.map(severity => ({ kind: 'jitter' as const, from: 0, to: 1, severity, mean: 120, side: 'unknown' as const }))

  return { from: 0, to: 1, participants: [{ key: 'bbbbbbbb', name: 'Ben', relayed: false, samples: [], problems }], verdict: severities.map((_, index) => `Ben: problem ${index}.`) }
}

describe('why a call was bad', () => {
  let directory: string
  let events: CallEvent[]
  let errors: Error[]

  before(async () => { directory = await mkdtemp(join(tmpdir(), 'groupcall-test-')) })
  after(async () => { await rm(directory, { recursive: true, force: true }) })

  beforeEach(() => {
    events = []
    errors = []
  })

  const verdictOf = (report: QualityReport, file?: string): QualityVerdict => {
    const verdict = new QualityVerdict({ view: { statusInterval: 0, show: event => { events.push(event) }, close: () => {} }, file, onProblem: error => { errors.push(error) } })
    verdict.attach({ report: () => report })

    return verdict
  }

  const lines = (): string[] => events.map(event => stripVTControlCharacters(eventLine(event, true) ?? ''))

  it('is told in one line at the end, with the worst', async () => {
    await verdictOf(reportOf('poor', 'fair')).close()

    expect(lines()).to.deep.equal(['  ! Some of this call was bad. Why: Ben: problem 0. (And 1 more.) Save a report next time with --report FILE.'])
  })

  it('is not told if nothing was poor', async () => {
    await verdictOf(reportOf('fair')).close()

    expect(events).to.deep.equal([])
  })

  it('is told whenever the user asks', () => {
    verdictOf(reportOf('fair', 'fair')).explain()
    verdictOf(reportOf()).explain()

    expect(lines()).to.deep.equal(['  ! Ben: problem 0.\n  ! Ben: problem 1.', '  Nothing was bad in the last two minutes.'])
  })

  it('is saved for its owner only', async () => {
    const file = join(directory, 'report.json')
    await verdictOf(reportOf('poor'), file).close()

    expect(lines()).to.deep.equal(['  ! Some of this call was bad. Why: Ben: problem 0.', `  The report is in ${file}`])
    expect(JSON.parse(await readFile(file, 'utf8'))).to.deep.equal(reportOf('poor'))
    expect((await stat(file)).mode & 0o777).to.equal(0o600)
  })

  it('is not saved over a file that was created meanwhile', async () => {
    const file = join(directory, 'other.json')
    await writeFile(file, 'mine')
    await verdictOf(reportOf(), file).close()

    expect(errors).to.have.lengthOf(1)
    expect(await readFile(file, 'utf8')).to.equal('mine')
  })
})
