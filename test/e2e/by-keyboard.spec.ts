import { expect } from 'aegir/chai'
import { person, screen } from '../app/fixtures/state.ts'
import { createProfile } from './fixtures/chromium.ts'
import { servePage, untilState } from './fixtures/page.ts'
import { createAppScene } from './fixtures/scene.ts'
import { showScreen } from './fixtures/screens.ts'
import type { Page } from 'playwright-core'

/** More than there is to be reached */
const MAX_TABS = 60

describe('by keyboard', () => {
  const scene = createAppScene('ada')

  it(`everything in a call can be reached, and is seen to be${scene.skipped}`, async () => {
    const page = await show()
    const reached: string[] = []

    for (let tabs = 0; tabs < MAX_TABS && !reached.includes('Leave'); tabs++) {
      await page.keyboard.press('Tab')
      const { name, outline } = await focused(page)
      expect(outline, name).to.match(/^solid [3-9]px$/)
      reached.push(name)
    }

    expect(reached).to.deep.equal([
      'Who hears whom', 'Dismiss', 'Options for Ben', 'Options for Chloé',
      'Mute', 'Chat', 'React', 'Deafen', 'Invite', 'Settings', 'More', 'Leave'
    ])
    await page.keyboard.press('Enter')
    expect(await done(page)).to.deep.equal(['leave'])
  })

  const panels = [['Options for Ben', 'Ben', ['Verify Ben', 'Mute Ben for me', 'Volume of Ben', 'Show history']], ['More', 'More', ['Safety code', 'Who hears whom', 'Keyboard shortcuts']]] as const

  panels.forEach(([opener, title, controls]) => {
    it(`what "${opener}" opens can be reached, and gives the focus back${scene.skipped}`, async () => {
      const page = await show()
      await tabTo(page, opener)
      await page.keyboard.press('Enter')
      await page.getByRole('dialog', { name: title }).waitFor()
      const reached = [(await focused(page)).name]

      for (let tabs = 0; tabs < MAX_TABS && !reached.includes(controls[controls.length - 1]); tabs++) {
        await page.keyboard.press('Tab')
        reached.push((await focused(page)).name)
      }

      expect(reached).to.include.members([...controls])
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect((await focused(page)).name).to.equal(opener)
    })
  })

  it(`what the menu opens gives the focus back to the menu's button${scene.skipped}`, async () => {
    const page = await show()
    await tabTo(page, 'More')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Safety code')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Safety code' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect((await focused(page)).name).to.equal('More')
  })

  const pressed = [['a button', [], 'Mute', 'toggleMute'], ['a slider', ['Options for Ben'], 'Volume of Ben', 'setVolume'], ['what opens', [], 'Options for Ben', undefined]] as const

  pressed.forEach(([what, openers, name, action]) => {
    it(`Space held talks after ${what} was clicked on${scene.skipped}`, async () => {
      const page = await show()

      for (const opener of [...openers, name]) {
        await page.getByRole('button', { name: opener, exact: true }).or(page.getByLabel(opener, { exact: true })).first().click()
      }

      const before = await done(page)
      expect(before.map(words => words.split(' ')[0])).to.deep.equal(action == null ? [] : [action])

      await page.keyboard.down(' ')
      await page.keyboard.up(' ')
      expect((await done(page)).slice(before.length)).to.deep.equal(['holdToTalk true', 'holdToTalk false'])
    })
  })

  it(`Space presses the button that was reached by keys${scene.skipped}`, async () => {
    const page = await show()
    await page.getByRole('button', { name: 'Deafen' }).focus()
    await page.keyboard.press(' ')

    expect((await done(page)).filter(words => words !== 'holdToTalk false')).to.deep.equal(['toggleDeafen'])
  })

  it(`another key is chosen, which does nothing else meanwhile${scene.skipped}`, async () => {
    const page = await show()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.getByRole('button', { name: 'Hold to talk while muted: Space' }).click()
    await page.keyboard.press('m')
    expect(await done(page)).to.deep.equal(['setPreferences [object Object]'])

    // Escape gives up choosing, and only then closes the dialog
    await tabTo(page, 'Hold to mute: X')
    await page.keyboard.press('Enter')
    expect((await focused(page)).text).to.equal('Press a key…')
    await page.keyboard.press('Escape')
    expect((await focused(page)).text).to.equal('X')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await done(page)).to.deep.equal(['setPreferences [object Object]'])
  })

  it(`a group is started, talked in and left${scene.skipped}`, async () => {
    const peer = await servePage()

    try {
      const page = await (await createProfile(scene.browser, [])).newPage()
      await page.goto(peer.pageUrl ?? '')
      await page.getByLabel('Your name').waitFor()
      await tabTo(page, 'Your name')
      await page.keyboard.type('Ada')
      await tabTo(page, 'Group name')
      await page.keyboard.type('friends')
      await page.keyboard.press('Enter')
      await untilState(page, ({ phase }) => phase === 'lobby')
      await tabTo(page, 'Join')
      await page.keyboard.press('Enter')
      await untilState(page, ({ phase }) => phase === 'call')

      await tabTo(page, 'Settings')
      await page.keyboard.press('Enter')
      await page.getByRole('dialog', { name: 'Settings' }).waitFor()
      await tabTo(page, 'Echo cancellation')
      await page.keyboard.press(' ')
      await untilState(page, ({ devices }) => devices.processing.echoCancellation)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      expect((await focused(page)).name).to.equal('Settings')

      await page.keyboard.press('l')
      await tabTo(page, 'Rejoin')
    } finally {
      await peer.stop()
    }
  })

  /** A call of three, in which the others don't hear one participant */
  async function show (): Promise<Page> {
    const page = await (await scene.browser.newContext()).newPage()
    await page.goto(`${scene.app.url}gallery.html`)
    await showScreen(page, { name: 'call', state: screen({ participants: [person('Ben'), person('Chloé')], matrix: { complete: false, worrying: true, people: [], cells: [] } }) })

    return page
  }
})

async function done (page: Page): Promise<string[]> {
  return page.evaluate(() => [...(globalThis as any).done])
}

/** What has the focus: its name, what it says, and the line around it */
async function focused (page: Page): Promise<{ name: string, text: string, outline: string }> {
  return page.evaluate(() => {
    let element: Element | null = document.activeElement

    while (element?.shadowRoot?.activeElement != null) {
      element = element.shadowRoot.activeElement
    }

    const { outlineStyle, outlineWidth } = getComputedStyle(element ?? document.body)
    const labels = [...(element as HTMLInputElement | null)?.labels ?? []]
    const words = (text?: string | null): string => text?.trim().replace(/\s+/g, ' ') ?? ''

    return {
      name: words(element?.ariaLabel ?? (labels[0] ?? element)?.textContent),
      text: words(element?.textContent),
      outline: `${outlineStyle} ${outlineWidth}`
    }
  })
}

async function tabTo (page: Page, name: string): Promise<void> {
  const passed: string[] = []

  for (let tabs = 0; tabs < MAX_TABS; tabs++) {
    await page.keyboard.press('Tab')
    const { name: reached } = await focused(page)

    if (reached === name) {
      return
    }

    passed.push(reached)
  }

  throw new Error(`Tab does not come to ${name}, only to ${passed.join(', ')}`)
}
