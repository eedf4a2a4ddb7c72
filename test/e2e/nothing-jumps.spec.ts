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
  ['there are notices', { problems: PROBLEMS, matrix: { ...screen().matrix, worrying: true }, soundBlocked: true, self: { ...screen().self, unheard: true, listenOnly: 'lost' } }]
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

        if (JSON.stringify(after) !== JSON.stringify(before)) {
          moved.push(`${what}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`)
        }
      }

      await page.context().close()
      expect(moved).to.deep.equal([])
    })
  }

  it(`keeps the order of the tiles, and the user's own in its corner, when people come and go${scene.skipped}`, async () => {
    const page = await open(1_280)
    const people = ['Ben', 'Cat', 'Dan'].map(name => person(name))
    await page.evaluate(async state => (globalThis as any).show(state, 'en'), screen({ participants: people }))
    const alone = await namesAfter(page, screen())
    const corners = new Set<string>()

    for (const shown of [people.slice(0, 1), people.slice(0, 2), people, people.slice(1)]) {
      const state = screen({ participants: shown })
      expect(await namesAfter(page, state)).to.deep.equal([...shown.map(({ name }) => name), 'You'])
      const places = await placesAfter(page, state)
      const [x, y, width, height] = places[places.length - 1]
      corners.add([x + width, y + height].map(Math.round).join())
    }

    await page.context().close()
    expect(alone).to.deep.equal(['You'])
    expect([...corners]).to.have.lengthOf(1)
  })

  it(`shows a first connection as neither red nor lost${scene.skipped}`, async () => {
    const page = await open(1_280)
    const look = async (own: Partial<ParticipantState>): Promise<{ lost: boolean, words: string }> => {
      await page.evaluate(async ([state]) => (globalThis as any).show(state, 'en'), [screen({ participants: [person('Ben', own)] })])
      const tile = page.getByRole('article', { name: 'Ben' })

      return { lost: await tile.evaluate(({ classList }) => classList.contains('lost')), words: await tile.evaluate(({ textContent }) => textContent ?? '') }
    }
    const broken = await look({ linkState: 'reconnecting', quality: 'lost' })
    const first = await look({ linkState: 'connecting', quality: undefined })
    await page.context().close()

    expect(broken.lost).to.equal(true)
    expect(broken.words).to.include('Connection: lost').and.include('Reconnecting…')
    expect(first.lost).to.equal(false)
    expect(first.words).to.include('Connecting…').and.not.include('lost')
  })

  async function open (width: number): Promise<Page> {
    const context = await scene.browser.newContext({ viewport: { width, height: 800 }, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await page.goto(`${scene.app.url}gallery.html`)

    return page
  }

  /** Changes the state of the same screen, and returns the names on the tiles */
  async function namesAfter (page: Page, state: CallScreenState): Promise<string[]> {
    await placesAfter(page, state)

    return page.getByRole('list', { name: 'In the call' }).locator('.name bdi').allInnerTexts()
  }

  /**
   * Changes the state of the same screen, and returns where the tiles are, in CSS pixels:
   * left, top, width and height, and where the picture and the name in them begin
   */
  async function placesAfter (page: Page, state: CallScreenState): Promise<number[][]> {
    return page.evaluate(async state => {
      const settled = async (element: any): Promise<any> => {
        await element.updateComplete
        return element.shadowRoot
      }
      const shown = document.querySelector('gc-call-screen') as any
      shown.state = state
      const call = await settled((await settled(shown)).querySelector('gc-call'))
      const tiles = [...(await settled(call.querySelector('gc-stage'))).querySelectorAll('gc-self-tile, gc-tile')]

      return Promise.all(tiles.map(async tile => {
        const { x, y, width, height } = tile.getBoundingClientRect()
        const root = await settled(tile)
        const inside = ['.picture', '.name'].map(part => root.querySelector(part).getBoundingClientRect().y)

        return [x, y, width, height, ...inside].map(value => Math.round(10 * value) / 10)
      }))
    }, state)
  }
})
