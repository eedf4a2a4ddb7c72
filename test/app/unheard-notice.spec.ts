import { expect } from 'aegir/chai'
import { UnheardNotice } from '../../src/app/session/unheard-notice.ts'

describe('the notice that a user is muted', () => {
  let notice: UnheardNotice
  const update = (now: number, unheard: boolean, muted = true): boolean => notice.update({ muted, unheard }, now)

  beforeEach(() => {
    notice = new UnheardNotice()
  })

  it('comes after a second of speech, and goes by itself after three of silence', () => {
    expect([update(0, true), update(900, true), update(1_000, true)]).to.deep.equal([false, false, true])
    expect([update(1_100, false), update(3_900, false), update(4_000, false)]).to.deep.equal([true, true, false])
  })

  it('doesn\'t come because of a cough, nor of several', () => {
    expect([update(0, true), update(500, false), update(900, true), update(1_500, true)]).to.deep.equal([false, false, false, false])
  })

  it('goes as soon as the user unmutes, and comes back only after more speech', () => {
    update(0, true)
    expect(update(1_000, true)).to.equal(true)
    expect(update(1_100, false, false)).to.equal(false)
    expect(update(1_200, true)).to.equal(false)
  })
})
