import { until, within } from '../fixtures/until.ts'
import { createProfile, launchChromium } from './fixtures/chromium.ts'
import { POLLING } from './fixtures/polling.ts'
import { createMixedScene } from './fixtures/scene.ts'

/** ms for each step: together less than the test may take */
const STEP_LIMIT = 80_000

describe('a browser that plays nothing before a tap', () => {
  const scene = createMixedScene()

  it(`says so, and plays after it${scene.skipped}`, async () => {
    const call = await scene.create({ nodes: ['ben'] })
    // a page with a microphone may play sound at once
    const browser = await launchChromium({ voice: 'none', blockSound: true })

    try {
      const context = await createProfile(browser, [])
      const page = await context.newPage()
      // Playwright's own evaluate counts as a tap
      const session = await context.newCDPSession(page)
      const untilState = async (condition: string): Promise<void> => {
        let seen: unknown
        await until(condition, async () => {
          const { result } = await session.send('Runtime.evaluate', {
            expression: `(() => {
              const { soundBlocked, participants, phase } = document.querySelector('group-call')?.state ?? {}
              const state = { soundBlocked, participants, phase }
              return { holds: ${condition}, state }
            })()`,
            returnByValue: true
          })
          seen = result.value ?? result

          return result.value?.holds
        }, { interval: POLLING, seen: () => seen, limit: STEP_LIMIT })
      }

      await page.goto(`${call.app.url}element.html`)
      await session.send('Runtime.evaluate', {
        expression: `document.body.append(Object.assign(document.createElement('group-call'), ${JSON.stringify({ invite: call.invite, name: 'tapper', bootstrap: call.entries.join(' '), autojoin: true })}))`
      })
      await untilState('state.soundBlocked')

      const at = await until('the button', async () => {
        const { result } = await session.send('Runtime.evaluate', {
          expression: `(() => {
            const call = document.querySelector('group-call').shadowRoot.querySelector('gc-call-screen').shadowRoot.querySelector('gc-call')
            const button = [...call.shadowRoot.querySelector('gc-notes').shadowRoot.querySelectorAll('button')].find(({ innerText }) => innerText.includes('Tap to hear the others'))
            const { x, y, width, height } = button.getBoundingClientRect()
            return { x: x + width / 2, y: y + height / 2 }
          })()`,
          returnByValue: true
        })

        return result.value
      }, { interval: POLLING, limit: STEP_LIMIT })
      await within('the page to take a tap', page.mouse.click(at.x, at.y), STEP_LIMIT)
      await untilState('!state.soundBlocked')
      await untilState('(state.participants ?? []).some(({ level }) => level > 0.01)')
    } finally {
      await browser.close()
    }
  })
})
