import { expect } from 'aegir/chai'
import { LinkNews } from '../../../src/call/protocol/link-news.ts'

describe('news of links', () => {
  let news: LinkNews

  beforeEach(() => { news = new LinkNews() })

  it('are told once per burst of changes', () => {
    news.meet('ada', 0)
    news.change(0)
    news.meet('ben', 200)

    expect(news.due).to.equal(450)
    expect(news.take(449)).to.equal(undefined)
    expect(news.take(450)).to.deep.equal(new Set(['ada', 'ben']))
    expect(news.due).to.equal(undefined)
    expect(news.take(10_000)).to.equal(undefined)
  })

  it('are told within a second, however many changes there are', () => {
    for (let now = 0; now < 1_000; now += 100) {
      news.change(now)
      expect(news.take(now)).to.equal(undefined)
    }

    expect(news.due).to.equal(1_000)
    expect(news.take(1_000)).to.deep.equal(new Set())
  })

  it('name only the participants met since the last time', () => {
    news.meet('ada', 0)
    news.take(250)
    news.change(300)

    expect(news.take(550)).to.deep.equal(new Set())
  })

  it('of a death are told at once', () => {
    news.change(0)
    news.hurry(10)

    expect(news.take(10)).to.deep.equal(new Set())
    expect(news.due).to.equal(undefined)
  })

  it('are repeated while somebody has no link', () => {
    news.change(0)
    news.take(250)
    news.repeat(250)

    expect(news.take(5_249)).to.equal(undefined)
    expect(news.take(5_250)).to.deep.equal(new Set())
    expect(news.due).to.equal(undefined)
  })
})
