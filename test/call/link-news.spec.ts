import { expect } from 'aegir/chai'
import sinon from 'sinon'
import { LinkNews } from '../../src/call/link-news.ts'
import type { SinonFakeTimers } from 'sinon'

describe('news of links', () => {
  let timers: SinonFakeTimers
  let told: string[][]
  let news: LinkNews

  beforeEach(() => {
    timers = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    told = []
    news = new LinkNews(met => { told.push(met) })
  })

  afterEach(() => { timers.restore() })

  it('are told once for a burst of changes', () => {
    news.meet('ada')
    news.change()
    timers.tick(200)
    news.meet('ben')
    timers.tick(249)
    expect(told).to.deep.equal([])

    timers.tick(1)
    expect(told).to.deep.equal([['ada', 'ben']])

    timers.tick(10_000)
    expect(told).to.have.lengthOf(1)
  })

  it('are told within a second, however much changes', () => {
    for (let time = 0; time < 1_000; time += 100) {
      news.change()
      timers.tick(100)
    }

    expect(told).to.deep.equal([[]])
  })

  it('are not told any more after the end', () => {
    news.change()
    news.stop()
    timers.tick(10_000)
    expect(told).to.deep.equal([])
  })
})
