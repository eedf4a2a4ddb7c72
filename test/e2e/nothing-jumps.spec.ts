import { expect } from 'aegir/chai'
import { person, screen } from '../app/fixtures/state.ts'
import { createAppScene } from './fixtures/scene.ts'
import type { CallScreenState, ParticipantState } from '../../src/app/model/state.ts'
import type { Page } from 'playwright-core'

const CAT = person('Cat')
const BEN: Array<[string, Partial<ParticipantState>]> = [
  ['speaks', { speaking: true, level: 0.3 }],
  ['is muted', { muted: true }],
  ['raises a hand and reacts', { handRaised: true, reaction: '👍' }],
  ['connects for the first time', { linkState: 'connecting', quality: undefined }],
  ['has no direct connection', { linkState: 'connecting', quality: undefined, unlinked: true }],
  ['reconnects', { linkState: 'reconnecting', quality: 'lost' }],
  ['is replaced by a newer session', { linkState: 'closed', quality: 'lost' }],
  ['is carried by somebody with a long name', { linkState: 'connecting', carrier: CAT.publicKey, route: 'carried', listenOnly: true }]
]
const PROBLEMS = [1, 2, 3].map(id => ({ id, name: 'Ben', error: 'LinkFailedError:blocked', message: '' }))

/** What happens in a call around a user who is looking at Ben's tile */
const CHANGES: Array<[string, Partial<CallScreenState>]> = [
  ...BEN.map(([what, ben]): [string, Partial<CallScreenState>] => [`Ben ${what}`, { participants: [person('Ben', ben), CAT] }]),
  ['the user speaks', { self: { ...screen().self, speaking: true, level: 0.5 } }],
  ['the user is muted', { self: { ...screen().self, muted: true } }],
  ['there are notices', { problems: PROBLEMS, matrix: { ...screen().matrix, worrying: true }, soundBlocked: true, self: { ...screen().self, unheard: true, listenOnly: 'lost' } }],
  ['somebody joins', { participants: [person('Ben'), CAT, person('Dan', { standing: 'new', linkState: 'connecting', quality: undefined })] }],
  ['somebody leaves', { participants: [person('Ben')] }]
]

describe('the screen of a call', () => {
  const scene = createAppScene()

  for (const [device, width, language] of [['phone', 360, 'de'], ['desktop', 1_280, 'en']] as const) {
    it(`doesn't move under the user's finger, on a ${device}${scene.skipped}`, async () => {
      const page = await open(width)
      const calm = screen({ participants: [person('Ben'), CAT] })
      await page.evaluate(async ([state, language]) => (globalThis as any).show(state, language), [calm, language] as const)
      const before = await placesAfter(page, calm)
      const moved: string[] = []

      expect(before).to.have.lengthOf(3)

      for (const [what, change] of CHANGES) {
        const after = await placesAfter(page, { ...calm, ...change })

        if (JSON.stringify(after.slice(0, 2)) !== JSON.stringify(before.slice(0, 2))) {
          moved.push(`${what}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`)
        }
      }

      await page.context().close()
      expect(moved).to.deep.equal([])
    })
  }

  it(`shows a first connection as neither red nor lost${scene.skipped}`, async () => {
    const page = await open(1_280)
    const look = async (own: Partial<ParticipantState>): Promise<{ color: string, words: string }> => {
      await page.evaluate(async ([state]) => (globalThis as any).show(state, 'en'), [screen({ participants: [person('Ben', own)] })])

      return page.evaluate(() => {
        const tile = document.querySelector('gc-call-screen')?.shadowRoot?.querySelector('gc-call')?.shadowRoot?.querySelector('gc-tile')?.shadowRoot
        const quality = tile?.querySelector('summary span') as HTMLElement

        return { color: getComputedStyle(quality, '::before').color, words: tile?.querySelector('article')?.textContent ?? '' }
      })
    }
    const lost = await look({ linkState: 'reconnecting', quality: 'lost' })
    const first = await look({ linkState: 'connecting', quality: undefined })
    await page.context().close()

    expect(lost.words).to.include('lost')
    expect(first.words).to.include('connecting…').and.not.include('lost')
    expect(first.color).to.not.equal(lost.color)
  })

  async function open (width: number): Promise<Page> {
    const context = await scene.browser.newContext({ viewport: { width, height: 800 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(`${scene.app.url}gallery.html`)

    return page
  }

  /** Changes the state of the same screen, and returns where the tiles are: left, top and width in CSS pixels, and the height of their content */
  async function placesAfter (page: Page, state: CallScreenState): Promise<number[][]> {
    return page.evaluate(async state => {
      const settled = async (element: any): Promise<any> => {
        await element.updateComplete
        return element.shadowRoot
      }
      const shown = document.querySelector('gc-call-screen') as any
      shown.state = state
      const call = await settled((await settled(shown)).querySelector('gc-call'))
      const tiles = [...call.querySelectorAll('gc-self-tile, gc-tile')]

      return Promise.all(tiles.map(async tile => {
        const { x, y, width, bottom } = tile.getBoundingClientRect()
        const last = (await settled(tile)).querySelector('article').lastElementChild.getBoundingClientRect()

        return [x, y, width, bottom - y, last.bottom - y].map(value => Math.round(10 * value) / 10)
      }))
    }, state)
  }
})
