import { expect } from 'aegir/chai'
import { person, screen } from '../app/fixtures/state.ts'
import { createAppScene } from './fixtures/scene.ts'
import { showScreen } from './fixtures/screens.ts'
import type { Page } from 'playwright-core'

const NAMES = ['Ben', 'Chloé', 'Grace Brewster Murray Hopper', 'Alan', 'Edsger', 'Barbara Liskov', 'Wolfeschlegelsteinhausenbergerdorff']

/** What is on a screen, in CSS pixels: left, top, right and bottom */
type Box = [number, number, number, number]

interface Boxes {
  tiles: Box[]
  /** Pictures and names on the tiles of the others */
  contents: Box[]
  self: Box
  controls: Array<{ name: string, box: Box }>
  scrolls: boolean
}

describe('the screen of a call', () => {
  const scene = createAppScene()

  for (const [device, width, height, language] of [['phone', 390, 844, 'de'], ['small phone', 320, 568, 'de'], ['desktop', 1_280, 800, 'en'], ['window at 200 % zoom', 640, 400, 'en'], ['sidebar', 320, 480, 'de']] as const) {
    it(`shows everybody and every control without scrolling, in a ${device}${scene.skipped}`, async () => {
      const page = await (await scene.browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce' })).newPage()
      await page.goto(`${scene.app.url}gallery.html`)
      const problems: string[] = []

      for (let others = 1; others <= NAMES.length; others++) {
        const state = screen({ participants: NAMES.slice(0, others).map(name => person(name, { muted: true, knownAs: 'Someone else' })) })
        await showScreen(page, { name: `${others}`, state }, language)
        problems.push(...problemsOf(await boxesOf(page), width, height, others))
      }

      await page.context().close()
      expect(problems).to.deep.equal([])
    })
  }
})

function problemsOf ({ contents, controls, scrolls, self, tiles }: Boxes, width: number, height: number, others: number): string[] {
  const outside = ([left, top, right, bottom]: Box): boolean => left < 0 || top < 0 || right > width + 0.5 || bottom > height + 0.5
  const say = (what: string): string => `with ${others} others, ${what}`

  return [
    ...(tiles.length === others ? [] : [say(`there are ${tiles.length} tiles`)]),
    ...(scrolls ? [say('the tiles have to be scrolled')] : []),
    ...[...tiles, ...contents, self].filter(outside).map(box => say(`${box.join()} is outside`)),
    ...contents.filter(box => overlap(box, self)).map(box => say(`the user's own tile at ${self.join()} hides ${box.join()}`)),
    ...controls.filter(({ box }) => outside(box)).map(({ name }) => say(`${name} is outside`)),
    ...controls.filter(({ box: [left, top, right, bottom] }) => right - left < 44 || bottom - top < 44).map(({ name, box }) => say(`${name} is too small: ${box.join()}`)),
    ...controls.filter(({ name }) => name === '').map(({ box }) => say(`the control at ${box.join()} has no name`))
  ]
}

function overlap (a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

async function boxesOf (page: Page): Promise<Boxes> {
  return page.evaluate(() => {
    const inside = (host: any, selector: string): any => host.shadowRoot.querySelector(selector)
    const box = (element: Element): Box => {
      const { left, top, right, bottom } = element.getBoundingClientRect()

      return [left, top, right, bottom].map(value => Math.round(10 * value) / 10) as Box
    }
    const call = inside(document.querySelector('gc-call-screen'), 'gc-call')
    const stage = inside(call, 'gc-stage')
    const list: Element = inside(stage, 'ul')
    const tiles: Element[] = [...stage.shadowRoot.querySelectorAll('gc-tile')]

    return {
      tiles: tiles.map(box),
      contents: tiles.flatMap(tile => [inside(tile, '.picture'), inside(tile, '.name')].map(box)),
      self: box(inside(stage, 'gc-self-tile')),
      controls: [...inside(call, 'gc-toolbar').shadowRoot.querySelectorAll('button'), ...tiles.map(tile => inside(tile, 'button'))]
        .map(button => ({ name: (button.ariaLabel ?? button.textContent).trim(), box: box(button) })),
      scrolls: list.scrollHeight > list.clientHeight
    }
  })
}
