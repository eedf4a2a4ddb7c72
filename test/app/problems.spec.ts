import { expect } from 'aegir/chai'
import { Problems } from '../../src/app/session/problems.ts'
import { textFor } from '../../src/app/text/index.ts'
import { CertificateMismatchError, LinkFailedError } from '../../src/index.ts'

const BEN = { publicKey: 'b', name: 'Ben' }
const CAT = { publicKey: 'c', name: 'Cat' }

describe('the problems on the screen', () => {
  let now: number
  let problems: Problems
  const shown = (): string[] => problems.list.map(({ name, error }) => `${name}: ${error}`)

  beforeEach(() => {
    now = 0
    problems = new Problems(() => {}, () => now)
  })

  it('go when their cause does: the person is connected', () => {
    problems.report(new LinkFailedError('Can\'t connect'), BEN)
    problems.report(new LinkFailedError('Can\'t connect'), CAT)
    problems.resolve('b')

    expect(shown()).to.deep.equal(['Cat: LinkFailedError'])
  })

  it('go when the person leaves, but stay for a minute if the person was dropped because of them', () => {
    problems.report(new LinkFailedError('Can\'t connect'), BEN)
    now = 30_000
    problems.report(new LinkFailedError('Can\'t connect'), CAT)
    problems.leave('b')
    problems.leave('c')
    expect(shown()).to.deep.equal(['Cat: LinkFailedError'])

    now += 59_999
    expect(shown()).to.deep.equal(['Cat: LinkFailedError'])
    now++
    expect(shown()).to.deep.equal([])
  })

  it('are shown once for each person, and again for as long when they come back', () => {
    problems.report(new LinkFailedError('Can\'t connect'), BEN)
    problems.leave('b')
    now = 50_000
    problems.report(new LinkFailedError('Can\'t connect', 'blocked'), CAT)
    problems.report(new LinkFailedError('Can\'t connect, again'), BEN)
    now = 70_000

    expect(shown()).to.deep.equal(['Cat: LinkFailedError:blocked', 'Ben: LinkFailedError'])
  })

  it('include an attack until the user has dismissed it', () => {
    problems.report(new CertificateMismatchError(), BEN)
    problems.resolve('b')
    problems.leave('b')
    expect(shown()).to.deep.equal(['Ben: CertificateMismatchError'])

    problems.dismiss(problems.list[0].id)
    expect(shown()).to.deep.equal([])
  })

  it('speak of a firewall only if no pair of addresses works, in every language', () => {
    for (const language of ['en', 'de']) {
      const texts = textFor(language).problems

      const blamed = Object.entries(texts).filter(([, words]) => /firewall/i.test(words('Ben'))).map(([error]) => error)

      expect(blamed).to.deep.equal(['LinkFailedError:blocked'])
    }
  })
})
